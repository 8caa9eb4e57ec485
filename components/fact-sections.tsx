import { Aside, Fact, Facts, Foreign } from './facts';

export type FactSection = {
  title: string;
  facts: { label: string; value: string | string[]; aside?: string | undefined }[];
};

/** Many facts, a few to each heading. */
export function FactSections({ sections }: { sections: FactSection[] }) {
  return sections.map(({ title, facts }) => (
    <section key={title} className="flex flex-col gap-2">
      <h2 className="font-semibold">{title}</h2>
      <Facts labels="long">
        {facts.map(({ label, value, aside }) => (
          <Fact key={label} label={label}>
            {Array.isArray(value) ? <Lines lines={value} /> : <Foreign>{value}</Foreign>}
            {aside && <Aside>{aside}</Aside>}
          </Fact>
        ))}
      </Facts>
    </section>
  ));
}

const Lines = ({ lines }: { lines: string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>
        <Foreign>{line}</Foreign>
      </li>
    ))}
  </ul>
);
