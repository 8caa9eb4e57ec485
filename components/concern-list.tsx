import { TextLink } from './button';

type Concern = {
  urgency: 'act' | 'know';
  title: string;
  sentence: string;
  link: { href: string; name: string };
};

const looks = {
  act: 'border-warning-line bg-warning-ground',
  know: 'border-line bg-card',
};

/** What needs attention: each with what it means and the way there. */
export const ConcernList = ({ concerns }: { concerns: Concern[] }) => (
  <ul className="flex flex-col gap-3">
    {concerns.map(({ urgency, title, sentence, link }) => (
      <li key={title} className={`rounded-xl border px-4 py-3 text-sm/6 ${looks[urgency]}`}>
        <h3 className="font-semibold">{title}</h3>
        <p>
          {sentence} <TextLink href={link.href}>{link.name}</TextLink>
        </p>
      </li>
    ))}
  </ul>
);
