import { DeadEnd } from './dead-end';

/** Something failed on our side. An empty `href` loads the same address again, with or without scripts. */
export const Failure = () => (
  <DeadEnd
    title="Something went wrong on our side"
    intro="Nothing was changed by opening this page. Try again in a moment. If it goes on, tell whoever runs this server."
    wayOut={{ href: '', name: 'Try again' }}
  />
);
