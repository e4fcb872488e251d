import { Link } from "react-router";
import { Templates } from "../components/templates";

/** What a new user sees: how to load something to look at. */
export function FirstRun({ isLooking, look }: { isLooking: boolean; look: () => void }) {
  return (
    <main id="page" className="first-run" tabIndex={-1}>
      <h1>No data are loaded yet</h1>
      <p>This portfolio is empty. Load a book in one of these ways, then look again.</p>
      <ol>
        <li>
          <h2>Load your files here</h2>
          <p>
            Drop them on the <Link to="/data">Data page</Link>: it says how they are read and shows what would
            become of them before anything is loaded.
          </p>
        </li>
        <li>
          <h2>Look around with a generated book</h2>
          <p>20,000 loans with schedules and payments, in some seconds:</p>
          <pre>make demo LOANS=20000</pre>
        </li>
        <li>
          <h2>Load your own extract from the command line</h2>
          <p>
            Templates of the files: <Templates />. Not all are needed; for other column names, write a mapping
            profile.
          </p>
          <pre>make import DIR=path/to/extract PROFILE=canonical</pre>
        </li>
        <li>
          <h2>Send it over HTTP</h2>
          <p>
            <code>POST /api/v1/imports</code> takes the files; <a href="/swagger">Swagger</a> shows how.
          </p>
        </li>
      </ol>
      <button type="button" className="primary" disabled={isLooking} onClick={look}>
        {isLooking ? "Looking…" : "Look again"}
      </button>
    </main>
  );
}
