// What Node.js's os module says of the machine, without what leads into it.
(function (host) {
  'use strict';
  const facts = host.machine();
  return {
    EOL: '\n',
    hostname: () => facts.hostname,
    platform: () => facts.platform,
    type: () => facts.type,
    release: () => facts.release,
    arch: () => facts.arch,
    endianness: () => facts.endianness,
    availableParallelism: () => facts.processors,
  };
});
