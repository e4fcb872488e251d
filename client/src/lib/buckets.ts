/** The aging buckets of late loans, as the API names them. */
export const lateBuckets = ["1-30", "31-60", "61-90", "91-120", "121-150", "151-180", ">180"];
/** Where a loan can stand on a day. */
export const states = ["current", ...lateBuckets, "paid", "written_off", "unknown"];
