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

const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);

/** A part 0..1 of the way from one colour to another, as #rrggbb. */
export const mixed = (from: string, to: string, part: number): string =>
  `#${[1, 3, 5]
    .map((at) => channel(from, at) + (channel(to, at) - channel(from, at)) * part)
    .map((value) => Math.round(value).toString(16).padStart(2, "0"))
    .join("")}`;

/** Black or white, whichever is read more easily on the colour at a part 0..1 of a scale. */
export function inkOn(scale: readonly string[], part: number): "#000000" | "#ffffff" {
  const place = Math.min(Math.max(part, 0), 1) * (scale.length - 1);
  const colour = mixed(
    scale[Math.floor(place)] ?? "#ffffff",
    scale[Math.ceil(place)] ?? "#ffffff",
    place % 1,
  );
  const linear = (at: number) => {
    const value = channel(colour, at) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
  // Where both have the same contrast (WCAG 2): (1 + 0.05) / (L + 0.05) = (L + 0.05) / 0.05.
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

const forms = ["circle", "triangle", "rect", "diamond", "pin"] as const;
export type Form = (typeof forms)[number];
/** How the nth of many groups is drawn: the four colours in turn, and with each turn another form; neighbours differ in both. */
export const markOf = (n: number): { colour: string; form: Form } => ({
  colour: series[n % series.length] ?? series[0],
  form: forms[((n % series.length) + Math.floor(n / series.length)) % forms.length] ?? "circle",
});
