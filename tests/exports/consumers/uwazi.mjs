// Reads a CSV by the rules of Uwazi's importer: its CSV library with its options, the safe names of its properties,
// several values parted by "|", dates by its formats, ranges of dates as from:to. Tells what it understood, as JSON.
import csvtojson from "csvtojson";
import moment from "moment";

const FORMATS = ["YYYY/MM/DD", "LL", "YYYY MM DD", "YYYY/MM/DD", "YYYY-MM-DD", "YYYY"];
const safe = (name) => name.trim().replace(/[^a-z0-9ñ]+/gi, "_").toLowerCase();
const day = (text) => (text === "" ? null : moment.utc(text, FORMATS).unix());
const many = (text) => text.split("|").filter((value) => value !== "");
const range = (text) => {
  const [from, to] = text.split(":");
  return { from: day(from), to: day(to) };
};
const label = (text) => (text.includes("::") ? text.split("::") : text);

const rows = await csvtojson({ delimiter: [",", ";"], flatKeys: true }).fromStream(process.stdin);
const out = rows.map((row) => {
  const named = Object.fromEntries(Object.entries(row).map(([name, value]) => [safe(name), value]));
  return {
    ...named,
    said_by: many(named.said_by).map(label),
    date_from: named.date_from && day(named.date_from),
    date_to: named.date_to && day(named.date_to),
    date_range: named.date_range && range(named.date_range),
    review: label(named.review),
    evidence: label(named.evidence),
  };
});
process.stdout.write(JSON.stringify({ names: Object.keys(rows[0] ?? {}).map(safe), rows: out }));
