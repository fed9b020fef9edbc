import { debugNode, withIds } from './made.mjs';
import { differencesBetween, messageOf } from './shown.mjs';

/** Nodes wired at random, in groups, subflows within subflows and behind links, that say which way they went. */
export async function* compareGraphs(engines, { random, cases }) {
  const ids = withIds();
  const all = random.times(cases, (i) => caseOf(random, ids, i));
  const flows = all.flatMap((each) => each.flows);
  await Promise.all(engines.map((engine) => engine.deploy(flows)));
  for (let round = 0; round < 2; round++) {
    for (let from = 0; from < all.length; from += 15) {
      const some = all.slice(from, from + 15);
      await Promise.all(
        engines.map(async (engine) => {
          for (const { injects } of some) await engine.inject(injects[round]);
          await engine.quiet();
        }),
      );
    }
  }
  for (const { title, flows: own } of all) {
    const names = new Map(own.map((entry) => [entry.id, entry.name || entry.id]));
    const shown = engines.map((engine) => {
      const byNode = new Map();
      for (const each of engine.shown) {
        // Ids inside of subflows are each engine's own.
        const at = names.get(each._alias ?? each.id);
        if (at !== undefined) byNode.set(at, [...(byNode.get(at) ?? []), messageOf(each).replace(SOURCE, '$1')]);
      }
      // Branches run side by side: which is first is not for flows to count on.
      for (const list of byNode.values()) list.sort();
      return byNode;
    });
    yield { title, differences: differencesBetween(...shown) };
  }
}

/** Whose status or error it is: by an id that may be that of a node in an instance. */
const SOURCE = /("source":\{(?:"count":\d+,)?)"id":"[^"]*",?/g;

const VARIABLES = [
  'TV',
  'GV',
  'SV',
  'NR_FLOW_NAME',
  'NR_GROUP_NAME',
  'NR_NODE_NAME',
  'NR_SUBFLOW_NAME',
  '$parent.TV',
  '$parent.GV',
  '${TV}-${GV}',
];

function caseOf(random, ids, number) {
  const flows = [];
  const subflows = [];
  for (let s = random.below(3); s > 0; s--) {
    const id = ids.next('s');
    const { nodes, groups } = content(random, ids, id, subflows);
    const ends = (probability) => nodes.filter(() => random.chance(probability));
    subflows.push(id);
    flows.push(
      {
        id,
        type: 'subflow',
        name: `Sub ${s}`,
        info: '',
        category: '',
        env: [{ name: 'SV', type: 'str', value: `sv${s}` }],
        in: [{ x: 1, y: 1, wires: [{ id: nodes[0].id }] }],
        out: random.times(1 + random.below(2), () => ({
          x: 1,
          y: 1,
          wires: ends(0.4).map((node) => ({ id: node.id, port: random.below(node.wires.length) })),
        })),
        ...(random.chance(0.4) ? { status: { x: 1, y: 1, wires: ends(0.3).map((node) => ({ id: node.id, port: 0 })) } } : {}),
      },
      ...nodes,
      ...groups,
      ...listeners(random, ids, id, nodes, groups),
    );
  }
  const tab = ids.next('t');
  const { nodes, groups } = content(random, ids, tab, subflows);
  flows.push({
    id: tab,
    type: 'tab',
    label: `case${number}`,
    disabled: false,
    info: '',
    env: [{ name: 'TV', value: 'tv', type: 'str' }],
  });
  for (const node of nodes) {
    node.wires.forEach((wire, output) => {
      if (wire.length > 0 && random.chance(0.7)) return;
      const debug = debugNode(ids, tab, `${node.id}.${output}`);
      wire.push(debug.id);
      flows.push(debug);
    });
  }
  const injects = random.times(2, (i) => {
    const id = ids.next('i');
    const props = [{ p: 'payload', v: String(i * 2 + 1), vt: 'num' }];
    flows.push({
      id,
      type: 'inject',
      z: tab,
      name: '',
      props,
      repeat: '',
      crontab: '',
      once: false,
      onceDelay: 0.1,
      topic: '',
      x: 1,
      y: 1,
      wires: [[nodes[0].id]],
    });
    return id;
  });
  flows.push(...nodes, ...groups, ...listeners(random, ids, tab, nodes, groups));
  return { title: `case ${number}\n  ${flows.map((entry) => JSON.stringify(entry)).join('\n  ')}`, flows, injects };
}

/** Nodes of a flow, wired forwards alone so that each message ends, some of them in groups. */
function content(random, ids, z, subflows) {
  const groups = [];
  for (let i = random.below(3); i > 0; i--) {
    const env = random.chance(0.6) ? [{ name: 'GV', value: `gv${i}`, type: 'str' }] : [];
    const group = { id: ids.next('g'), type: 'group', z, name: `Group ${i}`, style: {}, nodes: [], env, x: 0, y: 0, w: 9, h: 9 };
    if (groups.length > 0 && random.chance(0.4)) join(group, groups[0]);
    groups.push(group);
  }
  const nodes = random.times(2 + random.below(5), () => {
    const isInstance = subflows.length > 0 && random.chance(0.25);
    const node = isInstance ? instance(random, ids, z, random.pick(subflows)) : worker(random, ids, z);
    if (groups.length > 0 && random.chance(0.6)) join(node, random.pick(groups));
    return node;
  });
  if (random.chance(0.15)) random.pick(nodes).d = true;
  if (random.chance(0.2)) nodes.push({ id: ids.next('j'), type: 'junction', z, x: 1, y: 1, wires: [[]] });
  nodes.forEach((node, i) => {
    const later = nodes.slice(i + 1);
    for (const wire of node.wires) {
      for (let k = later.length > 0 ? random.below(3) : 0; k > 0; k--) {
        const { id } = random.pick(later);
        if (!wire.includes(id)) wire.push(id);
      }
    }
  });
  return { nodes, groups };
}

function join(entry, group) {
  entry.g = group.id;
  group.nodes.push(entry.id);
}

function instance(random, ids, z, subflow) {
  const env = random.chance(0.5) ? [{ name: 'SV', value: 'own', type: 'str' }] : [];
  return {
    id: ids.next('u'),
    type: `subflow:${subflow}`,
    z,
    name: random.chance(0.5) ? 'Instance' : '',
    env,
    x: 1,
    y: 1,
    wires: [[], []],
  };
}

/** A node that notes in the message that it was here, and does something else besides. */
function worker(random, ids, z) {
  const id = ids.next('n');
  const base = { id, z, name: random.chance(0.5) ? `Node ${id}` : '', x: 1, y: 1 };
  const code = (body, outputs = 1) => ({
    ...base,
    type: 'function',
    func: `msg.path = (msg.path || '') + '>${id}'; if (msg.path.length > 500) return null; ${body}`,
    outputs,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    wires: Array.from({ length: outputs }, () => []),
  });
  switch (random.below(12)) {
    case 0:
      return code("if (msg.failed) return msg; msg.failed = true; node.error('E', msg);");
    case 1:
      return code("node.status({fill: 'red', shape: 'dot', text: 's'}); return msg;");
    case 2:
      return code("return [msg, {payload: msg.payload, path: msg.path + 'b'}];", 2);
    case 3:
      return code("throw new Error('T');");
    case 4:
      return code("node.warn('w'); return msg;");
    case 5:
      return code("node.send({...msg, path: msg.path + 's'}); node.done();");
    case 6:
      return {
        ...base,
        type: 'switch',
        property: 'payload',
        propertyType: 'msg',
        rules: [{ t: 'gte', v: '2', vt: 'num' }, { t: 'else' }],
        checkall: 'true',
        repair: false,
        outputs: 2,
        wires: [[], []],
      };
    case 7:
      return {
        ...base,
        type: 'change',
        wires: [[]],
        rules: [
          { t: 'set', p: 'path', pt: 'msg', to: `path & ">${id}"`, tot: 'jsonata' },
          { t: 'set', p: 'variable', pt: 'msg', to: random.pick(VARIABLES), tot: 'env' },
        ],
      };
    default:
      return code('return msg;');
  }
}

/** Catch, status and complete nodes of all scopes, with what shows what they hear. */
function listeners(random, ids, z, nodes, groups) {
  const made = [];
  const some = () => nodes.filter(() => random.chance(0.4)).map(({ id }) => id);
  const add = (type, settings, mayBeInGroup) => {
    const debug = debugNode(ids, z, `${type} ${ids.next('')}`);
    const node = { id: ids.next('l'), type, z, name: '', x: 1, y: 1, wires: [[debug.id]], ...settings };
    if (mayBeInGroup && groups.length > 0 && random.chance(0.5)) join(node, random.pick(groups));
    made.push(debug, node);
  };
  for (let i = random.below(3); i > 0; i--) {
    const scope = random.pick([null, null, 'group', some()]);
    add('catch', { scope, uncaught: scope === null && random.chance(0.4) }, true);
  }
  if (random.chance(0.5)) add('status', { scope: [nodes[0].id, ...some()] }, true);
  if (random.chance(0.4)) add('complete', { scope: some(), uncaught: false }, false);
  return made;
}
