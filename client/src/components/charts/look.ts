import { useSyncExternalStore } from "react";

/** The colours that a chart shares with the page around it. */
export type Look = { ink: string; soft: string; line: string; card: string; wash: string };

const light: Look = { ink: "#17212b", soft: "#52606d", line: "#dde3e9", card: "#ffffff", wash: "#0072B214" };
const dark: Look = { ink: "#e8edf2", soft: "#a7b3bf", line: "#35404b", card: "#1b2229", wash: "#6db8e81f" };

/** Four series that stay apart for colour-blind readers, on light and on dark. */
export const series = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"] as const;

let printing = false;
const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches && !printing;

function subscribe(changed: () => void) {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  // Paper is white, whatever the screen is.
  const before = () => {
    printing = true;
    changed();
  };
  const after = () => {
    printing = false;
    changed();
  };
  scheme.addEventListener("change", changed);
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    scheme.removeEventListener("change", changed);
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}

/** The look that the page has now. */
export const useLook = (): Look => (useSyncExternalStore(subscribe, isDark) ? dark : light);
