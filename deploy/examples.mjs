// Asks a served demo book what the contract shows as examples, and writes each answer, lists cut short, beside the program.
// node deploy/examples.mjs http://127.0.0.1:PORT
import { writeFileSync } from "node:fs";

const root = `${process.argv[2]}/api/v1`;
const folder = new URL("../src/LoanAnalytics.Api/Examples/", import.meta.url);

const get = async (path, accept = "application/json") => {
  const answer = await fetch(root + path, { headers: { accept } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return accept === "application/json" ? answer.json() : answer.text();
};

/** Lists of records show their first two; what differs from one run to the next becomes the same. */
const ids = new Map();
const cut = (value, key) => {
  if (Array.isArray(value)) {
    const long = value.length > (typeof value[0] === "object" ? 3 : 8) && key !== "status" && key !== "centroid";
    return (long ? value.slice(0, 2) : value).map((v) => cut(v));
  }
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "nextCursor" && v ? "eyJhZnRlciI6Ii4uLiJ9" : cut(v, k)]));
  if (typeof value !== "string") return value;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) {
    if (!ids.has(value)) ids.set(value, `01900000-0000-7000-8000-${String(ids.size + 1).padStart(12, "0")}`);
    return ids.get(value);
  }
  return /^\d{4}-\d\d-\d\dT/.test(value) ? "2026-01-05T07:00:00Z" : value;
};

const write = (name, text) => writeFileSync(new URL(name, folder), text);
const json = (operation, value) => write(`${operation}.json`, `${JSON.stringify(cut(value), null, 2)}\n`);
const lines = (text, n) => `${text.split(/\r?\n/).slice(0, n).join("\n")}\n`;

const asked = {
  GetPortfolioSummary: "/portfolio/summary",
  GetPortfolioBreakdown: "/portfolio/breakdown?by=region",
  GetPortfolioTrend: "/portfolio/trend?interval=year",
  GetPortfolioFacets: "/portfolio/facets",
  GetPlanPosition: "/portfolio/plan-position",
  GetPortfolioChange: "/portfolio/change?by=employment&from=2023&to=2024",
  GetPortfolioDifferences: "/portfolio/differences?by=region&by=gender&by=term",
  ListBranches: "/branches",
  GetBranchComparison: "/branches/comparison?left=B01&right=B02",
  GetBranchPerformance: "/branches/performance?sort=defaultRate",
  GetRegionPerformance: "/regions/performance?sort=defaultRate",
  GetDemographicsDistribution: "/demographics/distribution",
  GetDemographicsPerformance: "/demographics/performance?by=income",
  GetAging: "/delinquency/aging",
  GetPortfolioAtRisk: "/delinquency/portfolio-at-risk?days=30&days=90&interval=quarter",
  GetTransitions: "/delinquency/transitions",
  GetPrepayment: "/delinquency/prepayment",
  GetLosses: "/delinquency/losses?discountRate=10",
  GetVintages: "/delinquency/vintages?cohort=quarter",
  GetSurvival: "/delinquency/survival?by=product",
  GetCollections: "/delinquency/collections?interval=quarter",
  GetPaymentBehaviour: "/delinquency/payment-behaviour?by=product",
  ListReportedDifferences: "/delinquency/differences?limit=2",
  ListLoans: "/loans?limit=2&sort=-outstanding",
  GetMetrics: "/metrics",
  GetDataQuality: "/data/quality",
  GetDataDictionary: "/data/dictionary",
  GetCharacteristics: "/characteristics?outcome=defaulted",
  ListVersions: "/data/versions",
  ListImports: "/imports",
  ListProfiles: "/profiles",
};
const tables = ["GetPortfolioBreakdown", "GetPortfolioTrend", "GetPortfolioChange", "GetPortfolioDifferences", "ListBranches", "GetBranchComparison", "GetBranchPerformance",
  "GetRegionPerformance", "GetDemographicsDistribution", "GetDemographicsPerformance", "GetAging", "GetPortfolioAtRisk",
  "GetTransitions", "GetPrepayment", "GetLosses", "GetVintages", "GetSurvival", "GetCollections", "GetPaymentBehaviour", "ListLoans",
  "GetDataQuality", "GetDataDictionary", "ListVersions", "GetPlanPosition", "ListReportedDifferences",
  "GetCharacteristics"];

const send = async (operation, method, path, body, headers = {}) => {
  const answer = await fetch(root + path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const value = await answer.json();
  if (body) write(`${operation}.request.json`, `${JSON.stringify(body, null, 2)}\n`);
  json(operation, value);
  return value;
};

const features = ["age", "income", "employment"];
const inputs = { features, log: [], categories: "balanced", kFrom: 4, kTo: 5, seed: 1, restarts: 50 };
const started = await send("StartSegmentation", "POST", "/segmentations", inputs);
for (let run = started; run.state === "running"; ) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  run = await get(`/segmentations/${started.segmentationId}`);
}

for (const [operation, path] of Object.entries(asked)) json(operation, await get(path));
for (const operation of tables) {
  write(`${operation}.csv`, lines(await get(asked[operation].replace("limit=2", "limit=100"), "text/csv"), 3));
  write(`${operation}.ndjson`, lines(await get(asked[operation].replace("limit=2", "limit=100"), "application/x-ndjson"), 2));
}
// From here on the book has published segments, which every answer says.
await send("PublishSegmentation", "POST", `/segmentations/${started.segmentationId}/publish`);
const customers = [{ reference: "A-1", age: 27, income: 24000, employment: "Student" }];
await send("AssignSegments", "POST", "/segments/assign", { customers });
const { nameTag } = await get("/segments/2/name");
await send("RenameSegment", "PUT", "/segments/2/name", { name: "Starters" }, { "if-match": nameTag });
const { items } = await get(asked.ListLoans);
const [{ importId }] = (await get(asked.ListImports)).items;
Object.assign(asked, {
  ListSegments: "/segments",
  ListSegmentMembers: "/segments/1/members?limit=2",
  GetSegmentScatter: "/segments/scatter?limit=2",
  ListSegmentationFeatures: "/segmentations/features",
});
const more = {
  GetLoan: `/loans/${items[0].loanId}`,
  GetCustomer: `/customers/${items[0].customerId}`,
  GetImport: `/imports/${importId}`,
  StartImport: `/imports/${importId}`,
  ListRejects: `/imports/${importId}/rejects`,
  ListSegmentations: "/segmentations",
  GetSegmentation: `/segmentations/${started.segmentationId}`,
  ListSegments: asked.ListSegments,
  GetSegment: "/segments/1",
  GetSegmentName: "/segments/2/name",
  ListSegmentMembers: asked.ListSegmentMembers,
  GetSegmentScatter: asked.GetSegmentScatter,
  ListSegmentationFeatures: asked.ListSegmentationFeatures,
};
for (const [operation, path] of Object.entries(more)) json(operation, await get(path));

// And a model of the chance of default, by which the loans are scored.
const trained = await send("StartRiskModel", "POST", "/risk/models", { algorithm: "both", horizon: 12, seed: 1 });
for (let run = trained; run.state === "running"; ) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  run = await get(`/risk/models/${trained.modelId}`);
}
json("GetRiskModelStatus", await get(`/risk/models/${trained.modelId}`));
await send("PublishRiskModel", "POST", `/risk/models/${trained.modelId}/publish`, { publisher: "Risk", algorithm: "scorecard" });
json("ListRiskModels", await get("/risk/models"));
json("GetRiskModel", await get("/risk/model"));
const watched = await get("/risk/watch-list?capacity=2");
const { loanId, note } = watched.data.customers[0].loans[0];
await send(
  "SetWatchNote",
  "PUT",
  `/risk/watch-list/${loanId}`,
  { owner: "Recovery North", status: "contacted", note: "Will pay on the 15th.", outcome: null },
  { "if-match": note.noteTag },
);
json("GetWatchNote", await get(`/risk/watch-list/${loanId}`));
const risk = {
  ListRiskFeatures: "/risk/features",
  ListRiskScores: "/risk/scores?limit=2",
  GetWatchList: "/risk/watch-list?capacity=2",
  ListSupportProfiles: "/risk/support-profiles",
  GetFairness: "/risk/fairness",
};
for (const [operation, path] of Object.entries(risk)) {
  json(operation, await get(path));
  write(`${operation}.csv`, lines(await get(path, "text/csv"), 3));
  write(`${operation}.ndjson`, lines(await get(path, "application/x-ndjson"), 2));
}

const form = new FormData();
form.append(
  "files",
  new Blob([
    "acct_no,cust_no,Amt. Financed,orig_dt,ln_stat\nA1,P1,\"$12,500.00\",03/15/2024,Current\nA2,P2,$800.00,06/11/2024,PIF\nTotal,,\"$13,300.00\",,\n",
  ]),
  "tape.csv",
);
const preview = await (await fetch(`${root}/imports/preview`, { method: "POST", body: form })).json();
json("PreviewImport", preview);
await send("SaveProfile", "PUT", "/profiles/tape", preview.matching.profile);
json("GetProfile", await get("/profiles/tape"));

for (const operation of ["ListSegments", "ListSegmentMembers", "GetSegmentScatter", "ListSegmentationFeatures"]) {
  write(`${operation}.csv`, lines(await get(asked[operation].replace("limit=2", "limit=100"), "text/csv"), 3));
  write(`${operation}.ndjson`, lines(await get(asked[operation].replace("limit=2", "limit=100"), "application/x-ndjson"), 2));
}
write("GetTemplate.csv", lines(await get("/profiles/canonical/templates/loans", "text/csv"), 1));
