import type { Messages } from '../message';

/** English: search and replace. */
export const replace = {
  'replace.title': 'Replace text',
  'replace.text': 'Find',
  'replace.by': 'Replace with',
  'replace.matchCase': 'Tell capitals apart',
  'replace.help':
    'In names, settings, topics and code of all flows that are not locked. Passwords are no part of it.',
  'replace.found': { one: 'One place', other: '{n} places' },
  'replace.do': 'Replace',
  'replace.doN': { one: 'Replace 1', other: 'Replace {n}' },
  'replace.cancel': 'Cancel',
} as const satisfies Messages;
