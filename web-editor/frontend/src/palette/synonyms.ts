/** Words by which people look for a type, beside those the descriptors bring. */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  switch: ['if', 'when', 'compare', 'above', 'below', 'threshold', 'route'],
  change: ['set', 'rename', 'map', 'assign', 'move', 'delete'],
  range: ['scale', '°f', 'fahrenheit', 'convert', 'map'],
  delay: ['wait', 'later', 'slow', 'throttle'],
  trigger: ['timeout', 'watchdog', 'hold', 'then'],
  inject: ['every', 'schedule', 'cron', 'timer', 'button', 'start'],
  function: ['js', 'code', 'script', 'javascript'],
  debug: ['print', 'log', 'show', 'watch'],
  'mqtt in': ['sub', 'subscribe', 'listen', 'topic', 'sensor'],
  'mqtt out': ['pub', 'publish', 'topic', 'send'],
  rbe: ['deadband', 'unchanged', 'report by exception'],
  comment: ['note'],
  'http in': ['endpoint', 'api', 'url', 'rest'],
  'http request': ['get', 'post', 'fetch', 'url'],
};
