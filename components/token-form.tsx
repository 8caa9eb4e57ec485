import { Button, type ButtonLook } from './button';
import { Field } from './field';

/** To paste a token into. It is sent in a form's body and never shown again. */
export function TokenForm({ error, look }: { error: string | null; look: ButtonLook }) {
  return (
    <form method="post" action="/admin/tokens/look-up" className="flex flex-col gap-5">
      <Field
        look="token"
        label="Token"
        name="token"
        hint="An access token, a refresh token or an API key. White space and a leading “Bearer” do not matter."
        error={error}
        required
        autoFocus={error !== null}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
      />
      <div className="sm:max-w-52">
        <Button look={look}>Look up</Button>
      </div>
    </form>
  );
}
