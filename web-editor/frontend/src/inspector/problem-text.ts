import { isMessageKey, t } from '../i18n/t';
import type { Broken } from '../model/rules';

/** A broken rule as a sentence. */
export function problemText(broken: Broken): string {
  const key = `rule.${broken.rule}`;
  return isMessageKey(key) ? t(key, broken.values) : broken.rule;
}
