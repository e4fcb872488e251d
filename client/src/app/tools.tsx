import { useEffect, useState } from "react";
import { chooseTheme, type Theme, themes, useTheme } from "../lib/theme";
import { useCommands } from "./commands";
import { Help } from "./help";
import { Palette } from "./palette";

const looks: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

/** The reader's own tools: the palette, the look, the help. */
export function Tools() {
  const [open, setOpen] = useState<"palette" | "help">();
  const theme = useTheme();
  const commands = useCommands(() => setOpen("help"));
  const close = () => setOpen(undefined);
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") setOpen("palette");
      else if (e.key === "?" && !isTyping(e.target)) setOpen("help");
      else return;
      e.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return (
    <div className="tools">
      <button type="button" onClick={() => setOpen("palette")}>
        Search <kbd>Ctrl K</kbd>
      </button>
      <select aria-label="Look" value={theme} onChange={(e) => chooseTheme(e.target.value as Theme)}>
        {themes.map((t) => (
          <option key={t} value={t}>
            {looks[t]}
          </option>
        ))}
      </select>
      <button type="button" aria-label="Keyboard and help" onClick={() => setOpen("help")}>
        ?
      </button>
      {open === "palette" && <Palette commands={commands} onClose={close} />}
      {open === "help" && <Help onClose={close} />}
    </div>
  );
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, select, textarea") !== null;
