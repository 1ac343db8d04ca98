"""Numbers of the app for a monitoring system, in the text format of Prometheus; no word of any report is among them.

References: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from onrecord.store import Story
from onrecord.store.overview import Overview, overview
from onrecord.web.security import App, Receive, Scope, Send

router = APIRouter()

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0)
"""Seconds; a page should come within the fifth."""


class Metrics:
    """What one app counts.

    Args:
        story: The record that is served.
    """

    def __init__(self, story: Story) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "onrecord_request_seconds",
            "Seconds a request took, by route, method and status.",
            ("route", "method", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        ProcessCollector(namespace="onrecord", registry=self.registry)
        self._story = story
        self.registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers of the record as it stands."""
        found = overview(self._story)
        yield GaugeMetricFamily("onrecord_unread", "Reports not read yet.", self._story.count_unread())
        yield GaugeMetricFamily("onrecord_serial", "Grows with every change of the record.", self._story.serial())
        for name, words in (
            ("reports", "Reports that stand."),
            ("decisions", "Decisions made."),
            ("stale", "Decisions that no longer fit."),
            ("orphans", "Decided lines whose text changed."),
            ("hanging", "Times that wait for a report's date."),
            ("rejections", "Files that could not be read."),
            ("failures", "Reports that a stage broke on."),
        ):
            yield GaugeMetricFamily(f"onrecord_{name}", words, getattr(found, name))
        yield _by_kind(found)

    def describe(self) -> list[Metric]:
        """Return nothing: the names are known when they are collected."""
        return []


def _by_kind(found: Overview) -> Metric:
    lines = GaugeMetricFamily("onrecord_lines", "Lines of the record, by kind.", labels=("kind",))
    for kind, count in found.lines.items():
        lines.add_metric((kind,), count)
    return lines


class Metered:
    """An ASGI layer that takes the time of every request, named by its route and never by its address."""

    def __init__(self, app: App, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count it when its answer is out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), "none"

        async def heard(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, heard)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            spent = time.perf_counter() - begun
            self._metrics.seconds.labels(route, scope["method"], status).observe(spent)


@router.get("/metrics", include_in_schema=False)
def give_metrics(request: Request) -> Response:
    """Give all numbers."""
    metrics: Metrics = request.app.state.metrics
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)
