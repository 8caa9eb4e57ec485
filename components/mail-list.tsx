import { TextLink } from './button';
import { Time } from './time';

type Mail = { id: string; at: Date; to: string; subject: string; text: string };

export function MailList({ mails, ownOrigin, now }: { mails: Mail[]; ownOrigin: string; now: Date }) {
  return (
    <ol className="flex flex-col gap-4">
      {mails.map((mail) => (
        <li key={mail.id}>
          <article className="rounded-2xl border border-line bg-card p-5 sm:p-6 sm:shadow-card">
            <header className="flex flex-wrap items-baseline justify-between gap-x-6">
              <h2 className="font-semibold">{mail.subject}</h2>
              <p className="text-sm/6 text-muted">
                <Time at={mail.at} now={now} />
              </p>
            </header>
            <p className="text-sm/6 text-muted">To {mail.to}</p>
            <p className="mt-4 text-[0.9375rem]/6 whitespace-pre-line">
              <WithLinks text={mail.text.trim()} ownOrigin={ownOrigin} />
            </p>
          </article>
        </li>
      ))}
    </ol>
  );
}

/** Only links to this server can be followed. */
const WithLinks = ({ text, ownOrigin }: { text: string; ownOrigin: string }) =>
  text.split(/(https?:\/\/\S+)/).map((part) =>
    URL.canParse(part) && new URL(part).origin === ownOrigin ? (
      <TextLink key={part} href={part}>
        {part}
      </TextLink>
    ) : (
      part
    ),
  );
