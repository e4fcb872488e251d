/** Every page of the product, with an address that shows it. */
export const pages = {
  overview: "/",
  branches: "/branches",
  demographics: "/demographics",
  delinquency: "/delinquency",
  segments: "/segments",
  loans: "/loans",
  loan: "/loans/1",
  customer: "/customers/364",
  data: "/data",
  "no-page": "/nowhere",
};
