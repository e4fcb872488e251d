import { Templates } from "../../components/templates";
import type { Schemas } from "../../lib/api";
import { filesInWords } from "./files-data";

type Profile = Schemas["ProfileItem"];
type Props = {
  profiles: readonly Profile[];
  chosen: Profile | undefined;
  /** The one whose files are named like those given. */
  suggested: Profile | undefined;
  /** Null for files that none of them describes. */
  onChoose: (name: string | null) => void;
};

/** How the files are read: the profiles, what each reads, and empty files of our own format. */
export function ProfileChoice({ profiles, chosen, suggested, onChoose }: Props) {
  return (
    <fieldset className="choice-of">
      <legend>How are the files read?</legend>
      {profiles.map((p) => (
        <label key={p.name} className="option">
          <input
            type="radio"
            name="profile"
            checked={p.name === chosen?.name}
            onChange={() => onChoose(p.name)}
          />
          <span>
            <strong>{p.name}</strong>
            {p === suggested && <span className="tag">fits the files’ names</span>}
            {!p.builtIn && <span className="tag">saved here</span>}
            <span className="soft">{p.description}</span>
            <span className="soft">Reads {filesInWords(p)}.</span>
          </span>
        </label>
      ))}
      <label className="option">
        <input type="radio" name="profile" checked={chosen === undefined} onChange={() => onChoose(null)} />
        <span>
          <strong>another layout</strong>
          <span className="soft">
            It is suggested which column is what; you mend it, and keep it as a profile for the next time.
          </span>
        </span>
      </label>
      <CanonicalFiles />
    </fieldset>
  );
}

/** Empty files of our own format. */
export const CanonicalFiles = () => (
  <p className="soft">
    Empty files of the canonical format, with its column names: <Templates />.
  </p>
);
