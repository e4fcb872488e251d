import { useSyncExternalStore } from "react";

let isAnnounced = false;
const print = () => globalThis.matchMedia?.("print");

function subscribe(onChange: () => void) {
  const say = (now: boolean) => () => {
    isAnnounced = now;
    onChange();
  };
  const [before, after, media] = [say(true), say(false), print()];
  globalThis.addEventListener("beforeprint", before);
  globalThis.addEventListener("afterprint", after);
  media?.addEventListener("change", onChange);
  return () => {
    globalThis.removeEventListener("beforeprint", before);
    globalThis.removeEventListener("afterprint", after);
    media?.removeEventListener("change", onChange);
  };
}

/** Whether the page goes onto paper, where nobody scrolls: what draws only the rows in sight then draws all. */
export const useIsPrinting = () =>
  useSyncExternalStore(subscribe, () => isAnnounced || (print()?.matches ?? false));
