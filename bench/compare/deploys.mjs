import { setTimeout as wait } from 'node:timers/promises';
import { withIds } from './made.mjs';
import { differencesBetween } from './shown.mjs';

const FIRST_START = 3_000;

const KINDS = ['nodes', 'nodes', 'flows', 'full'];

/** Edits made one after the other to the same flows, whose nodes say when they start and stop. */
export async function* compareDeploys(engines, { random, cases }) {
  const ids = withIds();
  let flows = begin(random, ids);
  await Promise.all(engines.map((engine) => engine.deploy(flows)));
  // The first functions start slowly.
  await wait(FIRST_START);
  for (let i = 0; i < cases; i++) {
    const next = structuredClone(flows);
    const edits = random.times(1 + random.below(2), () => edit(random, ids, next));
    const kind = random.pick(KINDS);
    await Promise.all(engines.map((engine) => engine.deploy(next, kind)));
    const shown = engines.map((engine) => {
      const said = engine.shown.map(({ id, _alias, msg }) => `${_alias ?? id} ${msg}`).sort();
      return new Map([['starts and stops', [said.join(', ')]]]);
    });
    yield { title: `deploy ${i} of ${kind} after ${edits.join(', ')}`, differences: differencesBetween(...shown) };
    flows = next;
  }
}

function worker(ids, z) {
  const id = ids.next('n');
  return {
    id,
    type: 'function',
    z,
    name: `Node ${id}`,
    func: 'return msg;',
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: 'node.warn("start")',
    finalize: 'node.warn("stop")',
    libs: [],
    x: 10,
    y: 10,
    wires: [[]],
  };
}

function begin(random, ids) {
  const sub = ids.next('s');
  const [first, second] = [worker(ids, sub), worker(ids, sub)];
  first.wires = [[second.id]];
  const flows = [
    {
      id: sub,
      type: 'subflow',
      name: 'Sub',
      info: '',
      category: '',
      env: [{ name: 'E', type: 'str', value: 'e' }],
      in: [{ x: 1, y: 1, wires: [{ id: first.id }] }],
      out: [{ x: 1, y: 1, wires: [{ id: second.id, port: 0 }] }],
    },
    first,
    second,
  ];
  for (let t = 0; t < 3; t++) {
    const tab = ids.next('t');
    const nodes = random.times(4, () => worker(ids, tab));
    nodes.forEach((node, i) => {
      if (i > 0 && random.chance(0.6)) nodes[i - 1].wires[0].push(node.id);
    });
    const group = {
      id: ids.next('g'),
      type: 'group',
      z: tab,
      name: 'Group',
      style: {},
      nodes: nodes.slice(0, 2).map(({ id }) => id),
      env: [{ name: 'GV', value: 'x', type: 'str' }],
      x: 0,
      y: 0,
      w: 9,
      h: 9,
    };
    for (const node of nodes.slice(0, 2)) node.g = group.id;
    flows.push({ id: tab, type: 'tab', label: `Flow ${t}`, disabled: false, info: '', env: [] }, group, ...nodes);
    if (t < 2) {
      flows.push({ id: ids.next('u'), type: `subflow:${sub}`, z: tab, name: '', env: [], x: 1, y: 1, wires: [[nodes[3].id]] });
    }
  }
  return flows;
}

/** Makes one edit in place, and says which. */
function edit(random, ids, flows) {
  const workers = flows.filter(({ type }) => type === 'function');
  const tabs = flows.filter(({ type }) => type === 'tab');
  const groups = flows.filter(({ type }) => type === 'group');
  const sub = flows.find(({ type }) => type === 'subflow');
  const inner = workers.filter(({ z }) => z === sub.id);
  const outer = workers.filter(({ z }) => z !== sub.id);
  const any = random.pick(workers);
  const one = random.pick(outer);
  const tab = random.pick(tabs);
  const value = `v${random.below(100)}`;
  const unwire = (id) => {
    for (const entry of flows) {
      if (entry.wires) entry.wires = entry.wires.map((wire) => wire.filter((target) => target !== id));
    }
  };
  const ungroup = (node) => {
    const group = groups.find(({ id }) => id === node.g);
    if (group) group.nodes = group.nodes.filter((id) => id !== node.id);
    delete node.g;
  };
  const edits = {
    'another name': () => (any.name += 'x'),
    'other code': () => (any.func += ' '),
    'another place': () => (any.x += 10),
    'a note': () => (any.info = value),
    'other wires': () => {
      const target = random.pick(workers.filter((node) => node.z === any.z && node !== any)).id;
      const [wire] = any.wires;
      any.wires = [wire.includes(target) ? wire.filter((id) => id !== target) : [...wire, target]];
    },
    'a node off or on': () => (one.d ? delete one.d : (one.d = true)),
    'a flow off or on': () => (tab.disabled = !tab.disabled),
    "a flow's name": () => (tab.label += 'x'),
    "a flow's variable": () => (tab.env = [{ name: 'V', value, type: 'str' }]),
    "a group's name": () => (random.pick(groups).name += 'x'),
    "a group's place": () => (random.pick(groups).x += 5),
    "a group's variable": () => (random.pick(groups).env = [{ name: 'GV', value, type: 'str' }]),
    'out of its group': () => ungroup(one),
    'a deleted node': () => {
      if (outer.length < 7) return;
      flows.splice(flows.indexOf(one), 1);
      unwire(one.id);
      ungroup(one);
    },
    'a new node': () => {
      const node = worker(ids, tab.id);
      const source = random.pick(outer.filter(({ z }) => z === tab.id));
      if (source !== undefined && random.chance(0.5)) source.wires[0].push(node.id);
      flows.push(node);
    },
    'to another flow': () => {
      one.wires = [[]];
      unwire(one.id);
      ungroup(one);
      one.z = tab.id;
    },
    "a subflow's name": () => (sub.name += 'x'),
    "a subflow's variable": () => (sub.env = [{ name: 'E', type: 'str', value }]),
    "a subflow's node": () => (random.pick(inner).func += ' '),
    "a subflow's wire": () => (inner[0].wires = [inner[0].wires[0].length > 0 ? [] : [inner[1].id]]),
    "an instance's variable": () =>
      (random.pick(flows.filter(({ type }) => type.startsWith('subflow:'))).env = [{ name: 'E', type: 'str', value }]),
  };
  const name = random.pick(Object.keys(edits));
  edits[name]();
  return name;
}
