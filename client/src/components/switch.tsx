type Props<Value extends string> = {
  label: string;
  options: Record<Value, string>;
  value: Value;
  onChange: (value: Value) => void;
};

/** A few ways to look at the same thing, side by side; one of them holds. */
export function Switch<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  return (
    <fieldset className="switch">
      <legend className="hidden">{label}</legend>
      {(Object.entries(options) as [Value, string][]).map(([key, words]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
