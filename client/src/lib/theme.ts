import { useSyncExternalStore } from "react";

/** What the reader chose; `system` follows the device. */
export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

const place = "loananalytics.theme";
const listeners = new Set<() => void>();
const system = () => matchMedia("(prefers-color-scheme: dark)");
let chosen: Theme = "system";
let printing = false;

const announce = () => {
  for (const listener of listeners) listener();
};
// The stylesheet takes its colours from color-scheme.
const apply = () => {
  document.documentElement.style.colorScheme = chosen === "system" ? "" : chosen;
};

/** Takes up the choice of an earlier visit; before the first paint, so that nothing flashes. */
export function startTheme() {
  chosen = themes.find((t) => t === localStorage.getItem(place)) ?? "system";
  apply();
  system().addEventListener("change", announce);
  // Paper is white, whatever the screen is.
  const print = (now: boolean) => () => {
    printing = now;
    announce();
  };
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
}

export function chooseTheme(theme: Theme) {
  chosen = theme;
  if (theme === "system") localStorage.removeItem(place);
  else localStorage.setItem(place, theme);
  apply();
  announce();
}

const subscribe = (changed: () => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};
const isDark = () => !printing && (chosen === "system" ? system().matches : chosen === "dark");

/** The reader's choice. */
export const useTheme = () => useSyncExternalStore(subscribe, () => chosen);
/** Whether the page is dark now. */
export const useIsDark = () => useSyncExternalStore(subscribe, isDark);
