import { t } from '../i18n/t';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago something was, in words. */
export function agoOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 5) return t('kept.now');
  if (seconds < 60) return relative.format(-Math.floor(seconds / 5) * 5, 'second');
  if (seconds < 3600) return relative.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), 'hour');
  return relative.format(-Math.round(seconds / 86_400), 'day');
}
