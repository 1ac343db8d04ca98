"""Speaks to the app in tests, without a port."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx


class Client:
    """Speaks to the app as a browser on this machine would."""

    def __init__(self, app, **headers):
        self.app = app
        self.headers = {"host": "127.0.0.1:8765", **headers}

    def __call__(self, method, path, **more):
        async def ask():
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
                headers = {**self.headers, **more.pop("headers", {})}
                return await client.request(method, path, headers=headers, **more)

        with ThreadPoolExecutor(1) as pool:  # the browser tests leave an event loop running in this thread
            return pool.submit(lambda: asyncio.run(ask())).result()

    def get(self, path, **more):
        return self("GET", path, **more)

    def post(self, path, **more):
        return self("POST", path, **more)
