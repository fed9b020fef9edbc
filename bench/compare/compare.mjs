// Makes random flows, has Node-RED and Weir run them, and shows where the two differ.
//   node compare.mjs nodes|graphs|deploys|requests [--seed N] [--cases N] [--only KIND,KIND] [--show N]
import { parseArgs } from 'node:util';
import { compareDeploys } from './deploys.mjs';
import { Engine } from './engines.mjs';
import { compareGraphs } from './graphs.mjs';
import { compareNodes } from './nodes.mjs';
import { Random } from './random.mjs';
import { compareRequests } from './requests.mjs';

const SUITES = {
  nodes: compareNodes,
  graphs: compareGraphs,
  deploys: compareDeploys,
  requests: compareRequests,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    show: { type: 'string', default: '10' },
  },
});
const [name = ''] = positionals;
const suite = SUITES[name];
if (suite === undefined) {
  console.error(`usage: node compare.mjs ${Object.keys(SUITES).join('|')} [--seed N] [--cases N]`);
  process.exit(2);
}

const engines = [];
try {
  engines.push(await Engine.nodeRed());
  engines.push(await Engine.weir());
  let same = 0;
  let shown = 0;
  const options = {
    random: new Random(Number(values.seed)),
    cases: Number(values.cases),
    only: values.only === '' ? [] : values.only.split(','),
  };
  for await (const { title, differences } of suite(engines, options)) {
    if (differences.length === 0) {
      same++;
    } else if (shown++ < Number(values.show)) {
      console.log(`\n${title}`);
      for (const { at, nodeRed, weir } of differences) {
        console.log(`  ${at}\n    Node-RED ${nodeRed}\n    Weir     ${weir}`);
      }
    }
  }
  console.log(`\n${name}, seed ${values.seed}: ${same} of ${values.cases} the same`);
} finally {
  await Promise.all(engines.map((engine) => engine.stop()));
}
process.exit(0);
