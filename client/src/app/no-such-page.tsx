import { Link } from "react-router";

export function NoSuchPage() {
  return (
    <section className="card alone">
      <h2>There is no such page.</h2>
      <p>
        <Link to="/">To the overview</Link>
      </p>
    </section>
  );
}
