import type { Metadata } from 'next';
import { ApiReference } from '@/components/api-reference';
import { TextLink } from '@/components/button';
import { NavLink, WideShell } from '@/components/page-shell';
import { describeApi } from '@/lib/admin-api/reference';
import { env } from '@/lib/env';
import { findContext } from '../../session';

export const metadata: Metadata = { title: 'Admin API' };

/** The API as people read it, made of the document that programs read. It holds nothing of anybody. */
export default async function ApiPage() {
  // At each request: the address of this server is not known when it is built, and the page has a nonce.
  await findContext();
  return (
    <WideShell
      nav={
        <>
          <NavLink href="/account/keys">API keys</NavLink>
          <NavLink href="/admin">Administration</NavLink>
        </>
      }
    >
      <div className="flex flex-col gap-10">
        <div className="flex flex-col gap-3">
          <h1 className="text-2xl/8 font-semibold tracking-tight">Admin API</h1>
          <p className="text-muted">
            For scripts and services. Send <TextLink href="/account/keys">an API key</TextLink> as{' '}
            <code className="font-mono text-sm">Authorization: Bearer dc_key_…</code>; it does what its scopes
            name, as far as its owner administers. Bodies and answers are JSON, times are RFC 3339 in UTC. A
            list answers <code className="font-mono text-sm">data</code> and{' '}
            <code className="font-mono text-sm">next</code>: send that as{' '}
            <code className="font-mono text-sm">cursor</code> for the page after. A refusal is{' '}
            <code className="font-mono text-sm">error</code>,{' '}
            <code className="font-mono text-sm">error_description</code> and, where values were wrong,{' '}
            <code className="font-mono text-sm">fields</code>.
          </p>
          <p>
            <TextLink href="/api/admin/openapi.json">OpenAPI 3.1 document</TextLink>
          </p>
        </div>
        <ApiReference groups={describeApi(env().publicUrl)} />
      </div>
    </WideShell>
  );
}
