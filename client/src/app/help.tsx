import { Dialog } from "./dialog";

const keys: [string, string][] = [
  ["Ctrl K or ⌘ K", "go to a page, set a filter, choose how default is counted: by a few letters"],
  ["?", "this help"],
  ["Tab, Shift Tab", "from one thing to the next; a chart is one stop"],
  ["Arrow keys, Home, End", "in a chart: from mark to mark, each read with its figures"],
  ["Enter or Space", "in a chart or table: set the mark's filter, once more to take it off"],
  ["Escape", "closes what is open"],
];

/** What the keyboard can do, and where to read on. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keyboard and help" className="help" onClose={onClose}>
      <h2>Keyboard</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>Reading the figures</h2>
      <p>
        The <em>i</em> beside a title says what the figures mean. A bar's whisker is the 95 % interval: where
        it is wide, there are few loans. A click on any mark filters the whole page; “Show loans” opens the
        very loans counted. The address holds all of it, so a link shows others what you see.
      </p>
      <p>
        On Delinquency, “As of” takes the page to any day of the history, as a month chosen in its first chart
        does. What the book cannot tell stands in a list, with the columns that it would take.
      </p>
      <p>
        The same figures as JSON, CSV and Parquet: <a href="/swagger">Swagger</a>.
      </p>
      <button type="button" className="primary" onClick={onClose}>
        Close
      </button>
    </Dialog>
  );
}
