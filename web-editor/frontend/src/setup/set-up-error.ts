import { t } from '../i18n/t';
import { ApiError } from '../transport/admin-api';

/** Why set-up didn't go on, for who does it. */
export function setUpErrorText(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0) return t('login.unreachable');
  if (error.status === 404) return t('setup.already');
  if (error.status === 403) return t('setup.wrongLink');
  if (error.status === 429) return t('setup.throttled');
  return t('setup.failed', { text: error.message });
}
