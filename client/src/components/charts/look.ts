import { useIsDark } from "../../lib/theme";

/** The colours that a chart shares with the page around it. */
export type Look = {
  ink: string;
  soft: string;
  line: string;
  card: string;
  wash: string;
  /** What is not chosen, beside what is. */
  faint: string;
  /** From nothing to much: a scale that colour-blind readers and grey printers keep in order. */
  scale: readonly string[];
};

const light: Look = {
  ink: "#17212b",
  soft: "#52606d",
  line: "#dde3e9",
  card: "#ffffff",
  wash: "#0072B214",
  faint: "#b9c9d6",
  scale: ["#eef5fa", "#b9d7ea", "#74b0d6", "#2f84b8", "#00517f"],
};
const dark: Look = {
  ink: "#e8edf2",
  soft: "#a7b3bf",
  line: "#35404b",
  card: "#1b2229",
  wash: "#6db8e81f",
  faint: "#3d4d5a",
  scale: ["#1d2b36", "#1f4a66", "#22709f", "#4a9fd0", "#a5d6f3"],
};

/** Four series that stay apart for colour-blind readers, on light and on dark. */
export const series = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"] as const;

/** The look that the page has now. */
export const useLook = (): Look => (useIsDark() ? dark : light);
