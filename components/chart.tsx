import { extent } from 'd3-array';
import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { Summary } from './summary';

export type Series = { name: string; values: readonly (number | null)[] };

/** Told apart by colour and by their dashes. */
const looks = [
  { stroke: 'stroke-accent', dash: undefined },
  { stroke: 'stroke-success', dash: '8 3' },
  { stroke: 'stroke-error', dash: '2 3' },
  { stroke: 'stroke-warning', dash: '10 3 2 3' },
];
const [width, height] = [600, 160];
const number = new Intl.NumberFormat('en');

/**
 * Lines over time, drawn by the server. Whoever does not see it has the summary, and every number as a table; its
 * letters stand beside the drawing and not in it, so that they stay as large as all others.
 */
export function Chart({
  id,
  title,
  summary,
  steps,
  series,
}: {
  id: string;
  title: string;
  summary: string;
  /** What each value is of, such as `14:00`. */
  steps: readonly string[];
  series: readonly Series[];
}) {
  const [, most = 0] = extent(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const y = scaleLinear([0, Math.max(most, 4)], [height - 2, 2]).nice(4);
  const x = scalePoint(
    steps.map((_, at) => at),
    [4, width - 4],
  );
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => x(at) ?? 0)
    .y((value) => y(value ?? 0));
  return (
    <figure
      aria-labelledby={id}
      className="flex min-w-0 flex-col gap-3 rounded-2xl border border-line bg-card p-5 sm:shadow-card"
    >
      <figcaption>
        <h3 id={id} className="font-medium">
          {title}
        </h3>
        <p className="text-sm/6 text-muted">{summary}</p>
      </figcaption>
      <div aria-hidden className="flex gap-2">
        <div className="flex flex-col justify-between text-right text-xs/4 text-muted tabular-nums">
          <span>{number.format(y.domain()[1] ?? 0)}</span>
          <span>0</span>
        </div>
        <div className="min-w-0 flex-1">
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            className="h-40 w-full"
          >
            {y.ticks(4).map((tick) => (
              <line
                key={tick}
                {...{ x1: 0, x2: width, y1: y(tick), y2: y(tick) }}
                className="stroke-line"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {series.map(({ name, values }, at) => (
              <path
                key={name}
                d={path([...values]) ?? ''}
                fill="none"
                strokeWidth={2}
                strokeDasharray={looks[at % looks.length]!.dash}
                strokeLinejoin="round"
                strokeLinecap="round"
                className={looks[at % looks.length]!.stroke}
                vectorEffect="non-scaling-stroke"
              />
            ))}
          </svg>
          <div className="flex justify-between gap-2 text-xs/5 text-muted tabular-nums">
            <span>{steps[0]}</span>
            <span>{steps.at(-1)}</span>
          </div>
        </div>
      </div>
      {series.length > 1 && <Legend names={series.map(({ name }) => name)} />}
      <Numbers title={title} steps={steps} series={series} />
    </figure>
  );
}

const Legend = ({ names }: { names: string[] }) => (
  <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-sm/6">
    {names.map((name, at) => (
      <li key={name} className="flex items-center gap-2">
        <svg aria-hidden="true" viewBox="0 0 24 4" className="h-1 w-6">
          <line
            {...{ x1: 0, x2: 24, y1: 2, y2: 2 }}
            strokeWidth={3}
            strokeDasharray={looks[at % looks.length]!.dash}
            className={looks[at % looks.length]!.stroke}
          />
        </svg>
        {name}
      </li>
    ))}
  </ul>
);

const Numbers = ({
  title,
  steps,
  series,
}: {
  title: string;
  steps: readonly string[];
  series: readonly Series[];
}) => (
  <details className="group text-sm/6">
    <Summary look="inline-flex min-h-11 text-muted underline-offset-4 hover:underline">The numbers</Summary>
    <table className="mt-1 w-full text-right tabular-nums">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="border-b border-line text-muted">
          <th scope="col" className="py-1 pr-2 text-left font-medium">
            From
          </th>
          {series.map(({ name }) => (
            <th key={name} scope="col" className="py-1 pl-2 font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {steps.map((step, at) => (
          <tr key={step}>
            <th scope="row" className="py-1 pr-2 text-left font-normal">
              {step}
            </th>
            {series.map(({ name, values }) => (
              <td key={name} className="py-1 pl-2">
                {values[at] == null ? '–' : number.format(values[at])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);
