/** Properties that most messages have. */
export const KNOWN_PATHS = [
  'payload',
  'topic',
  '_msgid',
  'error.message',
  'qos',
  'retain',
  'parts',
];
