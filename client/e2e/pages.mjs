/** Every page of the product, with an address that shows it. */
export const pages = {
  overview: "/",
  branches: "/branches",
  demographics: "/demographics",
  delinquency: "/delinquency",
  segments: "/segments",
  "watch-list": "/watch-list",
  loans: "/loans",
  loan: "/loans/1",
  customer: "/customers/364",
  model: "/model",
  data: "/data",
  "no-page": "/nowhere",
};
