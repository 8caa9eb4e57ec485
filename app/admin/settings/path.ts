import { pathWith } from '../../query';

export type FormName = 'branding' | 'logo' | 'sign-in' | 'policy';

/** The page, at the part whose form was sent, with what it left. */
export const pathOfSettings = (form: FormName, left: Record<string, string | undefined> = {}): string =>
  `${pathWith('/admin/settings', { form, ...left })}#${form}`;
