import { setTimeout as wait } from 'node:timers/promises';
import { debugNode, withIds } from './made.mjs';
import {
  ARRAYS,
  BYTES,
  EXPRESSIONS,
  FUNCTIONS,
  NUMBERS,
  OBJECTS,
  PATHS,
  PATTERNS,
  TEMPLATES,
  TEXTS,
  TOPICS,
} from './samples.mjs';
import { differencesBetween, messageOf } from './shown.mjs';

/** Messages at once: no editor, of either engine, is shown more than it can take. */
const AT_ONCE = 20;

/** One or two nodes with random settings for each case, on a flow of its own, and messages into them. */
export async function* compareNodes(engines, { random, cases, only }) {
  const ids = withIds();
  const all = random.times(cases, (i) => caseOf(random, ids, i, only));
  const flows = [...SHARED, ...all.flatMap((each) => each.flows)];
  await Promise.all(engines.map((engine) => engine.deploy(flows)));
  const rounds = Math.max(...all.map(({ injects }) => injects.length));
  for (let round = 0; round < rounds; round++) {
    const injects = all.map((each) => each.injects[round]).filter((id) => id !== undefined);
    await Promise.all(engines.map((engine) => injectAll(engine, injects)));
  }
  for (const { title, flows: own } of all) {
    const isOwn = new Map(own.map((entry) => [entry.id, `${entry.type} ${entry.name ?? ''}`.trim()]));
    const shown = engines.map((engine) => {
      const byNode = new Map();
      for (const each of engine.shown) {
        const at = isOwn.get(each.id);
        if (at !== undefined) byNode.set(at, [...(byNode.get(at) ?? []), messageOf(each)]);
      }
      return byNode;
    });
    yield { title, differences: differencesBetween(...shown) };
  }
}

async function injectAll(engine, injects) {
  for (const [i, id] of injects.entries()) {
    await engine.inject(id);
    if (i % AT_ONCE === AT_ONCE - 1) await wait(150);
  }
  await engine.quiet();
}

/** A subflow and a flow to be called, which cases may use. */
const SHARED = [
  {
    id: 'sub',
    type: 'subflow',
    name: 'Sub',
    info: '',
    category: '',
    in: [{ x: 1, y: 1, wires: [{ id: 'subchange' }] }],
    out: [{ x: 1, y: 1, wires: [{ id: 'subchange', port: 0 }] }],
    env: [
      { name: 'SV', type: 'str', value: 'default' },
      { name: 'SN', type: 'num', value: '4' },
      { name: 'SJ', type: 'json', value: '{"q":1}' },
      { name: 'SE', type: 'env', value: 'TABV' },
    ],
  },
  {
    id: 'subchange',
    type: 'change',
    z: 'sub',
    name: '',
    x: 1,
    y: 1,
    wires: [[]],
    rules: ['SV', 'SN', 'SJ', 'SE', 'TABV', 'NR_SUBFLOW_NAME'].map((name) => ({
      t: 'set',
      p: `in${name}`,
      pt: 'msg',
      to: name,
      tot: 'env',
    })),
  },
  { id: 'called', type: 'tab', label: 'called', disabled: false, info: '', env: [] },
  { id: 'calledin', type: 'link in', z: 'called', name: 'lin', links: [], x: 1, y: 1, wires: [['calledchange']] },
  {
    id: 'calledchange',
    type: 'change',
    z: 'called',
    name: '',
    x: 1,
    y: 1,
    wires: [['calledout']],
    rules: [{ t: 'set', p: 'called', pt: 'msg', to: '$type(payload)', tot: 'jsonata' }],
  },
  { id: 'calledout', type: 'link out', z: 'called', name: '', mode: 'return', links: [], x: 1, y: 1, wires: [] },
];

function caseOf(random, ids, number, only) {
  const make = makers(random);
  const kinds = only.length > 0 ? only : Object.keys(make);
  const chosen = random.times(random.chance(0.7) ? 1 : 2, () => random.pick(kinds));
  const tab = ids.next('t');
  const flows = [
    {
      id: tab,
      type: 'tab',
      label: `case${number}`,
      disabled: false,
      info: '',
      env: [
        { name: 'TABV', value: random.pick(['tv', '12', '']), type: 'str' },
        { name: 'TABN', value: '7', type: 'num' },
      ],
    },
  ];
  const nodes = chosen
    .flatMap((kind) => make[kind]())
    .map(({ outs = 1, ...settings }) => ({
      id: ids.next('n'),
      z: tab,
      name: '',
      ...settings,
      x: 1,
      y: 1,
      wires: Array.from({ length: outs }, () => []),
    }));
  const debug = (name) => {
    const node = debugNode(ids, tab, name);
    flows.push(node);
    return node.id;
  };
  nodes.forEach(({ wires }, i) => {
    wires.forEach((wire, output) => {
      const isLast = i + 1 === nodes.length;
      if (!isLast && (output === 0 || random.chance(0.5))) wire.push(nodes[i + 1].id);
      if (isLast || output > 0) wire.push(debug(`output ${i}.${output}`));
    });
  });
  flows.push(...nodes);
  flows.push({
    id: ids.next('c'),
    type: 'catch',
    z: tab,
    name: '',
    scope: null,
    uncaught: false,
    x: 1,
    y: 1,
    wires: [[debug('caught')]],
  });
  // Node-RED 4.1.1's hears nothing without a list.
  flows.push({
    id: ids.next('s'),
    type: 'status',
    z: tab,
    name: '',
    scope: nodes.map(({ id }) => id),
    x: 1,
    y: 1,
    wires: [[debug('status')]],
  });
  const fits = (payload) => chosen.every((kind) => FITTING[kind]?.(payload) ?? true);
  const injects = random.times(1 + random.below(4), () => {
    const inject = injectOf(random, fits);
    const id = ids.next('i');
    flows.push({ id, type: 'inject', z: tab, name: '', x: 1, y: 1, wires: [[nodes[0].id]], ...inject });
    return id;
  });
  const settings = nodes.map(({ id, z, x, y, wires, ...rest }) => JSON.stringify(rest));
  const sent = flows.filter(({ type }) => type === 'inject').map(({ props }) => JSON.stringify(props));
  return { title: [`case ${number}`, ...settings, ...sent].join('\n  '), flows, injects };
}

const noBytes = ({ vt }) => vt !== 'bin';

/** Payloads that nodes are made for; what Node-RED makes of others is an accident. */
const FITTING = {
  change: noBytes,
  csv: ({ vt, v }) => vt !== 'bin' && v !== 'null',
  html: ({ vt }) => vt === 'str',
  range: noBytes,
  xml: noBytes,
};

function injectOf(random, fits) {
  let payload = payloadOf(random);
  while (!fits(payload)) payload = payloadOf(random);
  const props = [
    { p: 'payload', ...payload },
    { p: 'topic', v: random.pick(TOPICS), vt: 'str' },
  ];
  const maybe = (probability, p, v, vt) => {
    if (random.chance(probability)) props.push({ p, v, vt });
  };
  maybe(0.15, 'x', random.pick(TEXTS), 'str');
  maybe(0.1, 'reset', 'true', 'bool');
  maybe(0.1, 'delay', '10', 'num');
  maybe(0.08, 'complete', 'true', 'bool');
  maybe(0.1, 'template', random.pick(TEMPLATES), 'str');
  maybe(0.1, 'target', random.pick(['lin', 'calledin', 'nope']), 'str');
  maybe(0.05, 'flush', '1', 'num');
  maybe(0.1, 'parts', JSON.stringify({ id: 'p', index: random.below(3), count: 3, type: 'array', len: 1 }), 'json');
  return { props, repeat: '', crontab: '', once: false, onceDelay: 0.1, topic: '' };
}

function payloadOf(random) {
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return { vt: 'str', v: random.pick(TEXTS) };
    case 3:
      return { vt: 'num', v: String(random.pick(NUMBERS)) };
    case 4:
      return { vt: 'json', v: JSON.stringify(random.pick(OBJECTS)) };
    case 5:
      return { vt: 'json', v: JSON.stringify(random.pick(ARRAYS)) };
    case 6:
      return { vt: 'bool', v: random.pick(['true', 'false']) };
    default:
      return random.chance(0.7) ? { vt: 'bin', v: JSON.stringify(random.pick(BYTES)) } : { vt: 'json', v: 'null' };
  }
}

/** A value of one of some types, as [type, text]. */
function typed(random, types) {
  const type = random.pick(types);
  const text = {
    str: () => random.pick(TEXTS),
    num: () => (random.chance(0.15) ? random.pick(TEXTS) : String(random.pick(NUMBERS))),
    bool: () => random.pick(['true', 'false']),
    json: () => (random.chance(0.1) ? '{x' : JSON.stringify(random.pick(random.chance(0.5) ? OBJECTS : ARRAYS))),
    bin: () => JSON.stringify(random.pick(BYTES)),
    msg: () => random.pick(PATHS),
    flow: () => random.pick(['kept', 'kept.a', 'none']),
    env: () => random.pick(['TABV', 'TABN', 'NONE', 'pre-${TABV}-${TABN}', 'NR_FLOW_NAME']),
    jsonata: () => random.pick(EXPRESSIONS),
    re: () => random.pick(PATTERNS),
  }[type];
  return [type, text === undefined ? '' : text()];
}

/** What makes each kind of node, or a few that belong together. */
function makers(random) {
  const { pick } = { pick: (...list) => random.pick(list) };
  const flag = (probability = 0.5) => random.chance(probability);
  const value = (...types) => typed(random, types);
  const nodes = {
    change: () => ({ type: 'change', rules: random.times(1 + random.below(3), () => changeRule()) }),
    switch: () => {
      const rules = random.times(1 + random.below(4), () => switchRule());
      const [propertyType, property] = value('msg', 'msg', 'msg', 'flow', 'jsonata', 'env');
      return {
        type: 'switch',
        property,
        propertyType,
        rules,
        checkall: pick('true', 'false'),
        repair: flag(0.3),
        outputs: rules.length,
        outs: rules.length,
      };
    },
    range: () => ({
      type: 'range',
      minin: number(),
      maxin: number(),
      minout: number(),
      maxout: number(),
      round: flag(),
      action: pick('scale', 'clamp', 'roll', 'drop'),
      property: pick('payload', 'payload', 'topic'),
    }),
    template: () => ({
      type: 'template',
      field: pick('payload', 'payload', 'topic', 'x.y'),
      fieldType: pick('msg', 'msg', 'msg', 'flow'),
      syntax: pick('mustache', 'mustache', 'plain'),
      template: random.pick(TEMPLATES),
      output: pick('str', 'str', 'json', 'yaml'),
    }),
    json: () => ({ type: 'json', property: pick('payload', 'payload', 'zz'), action: pick('', 'str', 'obj'), pretty: flag(0.3) }),
    yaml: () => ({ type: 'yaml', property: 'payload' }),
    xml: () => ({ type: 'xml', property: 'payload', attr: pick('', '@'), chr: pick('', '#') }),
    csv: () => ({
      type: 'csv',
      spec: pick('', 'rfc'),
      sep: pick(',', ';', '\\t'),
      hdrin: pick(true, false),
      hdrout: pick('none', 'all', 'once'),
      multi: pick('one', 'mult'),
      ret: pick('\\n', '\\r\\n'),
      temp: pick('', 'a,b', 'n,t', 'k,v', 'a,,c'),
      skip: '0',
      strings: flag(0.6),
      include_empty_strings: false,
      include_null_values: flag(0.4),
    }),
    html: () => ({
      type: 'html',
      property: 'payload',
      outproperty: pick('payload', 'x'),
      tag: pick('a', 'i', 'r i', 'i[n="2"]', 'div'),
      ret: pick('html', 'text', 'attr'),
      as: pick('single', 'multi'),
    }),
    split: () => ({
      type: 'split',
      splt: pick('\\n', ',', 'b', ';'),
      spltType: 'str',
      arraySplt: pick(1, 2),
      arraySpltType: 'len',
      stream: flag(0.3),
      addname: pick('', 'key', 'topic'),
      property: pick('payload', 'payload', 'topic'),
    }),
    join: (mode = pick('custom', 'custom', 'reduce')) => ({
      type: 'join',
      mode,
      build: pick('string', 'array', 'object', 'merged'),
      property: 'payload',
      propertyType: pick('msg', 'full'),
      key: 'topic',
      joiner: pick('\\n', ',', ''),
      joinerType: 'str',
      accumulate: flag(0.3),
      timeout: pick('', '0.2'),
      count: pick('', '2', '3'),
      useparts: flag(),
      reduceRight: flag(0.3),
      reduceExp: pick('$A + payload', '$A & payload', '$I', '$N'),
      reduceInit: pick('0', '[]'),
      reduceInitType: pick('num', 'str', 'json'),
      reduceFixup: pick('', '$string($A)'),
    }),
    parts: () => [nodes.split(), random.pick([nodes.join('auto'), nodes.sort('seq'), nodes.batch()])],
    sort: (targetType = 'msg') => ({
      type: 'sort',
      order: pick('ascending', 'descending'),
      as_num: flag(),
      target: pick('payload', 'payload.list'),
      targetType,
      msgKey: pick('payload', 'topic', '$'),
      msgKeyType: pick('elem', 'jsonata'),
      seqKey: 'payload',
      seqKeyType: 'msg',
    }),
    batch: () => ({
      type: 'batch',
      mode: pick('count', 'concat'),
      count: pick(1, 2, 3),
      overlap: pick(0, 0, 1),
      interval: '1',
      allowEmptySequence: false,
      honourParts: flag(0.3),
      topics: [{ topic: 'a' }, { topic: 't' }],
    }),
    filter: () => ({
      type: 'rbe',
      func: pick('rbe', 'rbei', 'deadband', 'deadbandEq', 'narrowband', 'narrowbandEq'),
      gap: pick('', '1', '10%', '5'),
      start: pick('', '0', '5'),
      inout: pick('out', 'in'),
      septopics: flag(0.6),
      property: pick('payload', 'payload', 'topic'),
      topi: 'topic',
    }),
    function: () => {
      const outputs = 1 + random.below(3);
      return {
        type: 'function',
        name: 'fn',
        func: random.pick(FUNCTIONS),
        outputs,
        timeout: '',
        noerr: 0,
        initialize: '',
        finalize: '',
        libs: [],
        outs: outputs,
      };
    },
    call: () => ({ type: 'link call', links: ['calledin'], linkType: pick('static', 'static', 'dynamic'), timeout: '1' }),
    subflow: () => ({ type: 'subflow:sub', env: flag() ? [{ name: 'SV', value: random.pick(TEXTS), type: 'str' }] : [] }),
  };
  const number = () => String(random.pick(NUMBERS));
  const changeRule = () => {
    const t = pick('set', 'set', 'set', 'change', 'delete', 'move');
    const p = random.pick(PATHS);
    const rule = { t, p, pt: 'msg' };
    if (t === 'delete') return rule;
    if (t === 'move') return { ...rule, to: random.pick(PATHS), tot: 'msg' };
    const [tot, to] = value('str', 'num', 'bool', 'json', 'msg', 'flow', 'env', 'jsonata', 'jsonata');
    if (t === 'set') return { ...rule, to, tot, ...(flag(0.2) ? { dc: true } : {}) };
    const [fromt, from] = value('str', 'num', 'bool', 're');
    return { ...rule, from, fromt, to, tot: tot === 'flow' ? 'str' : tot };
  };
  const switchRule = () => {
    const t = pick(
      'eq',
      'neq',
      'lt',
      'lte',
      'gt',
      'gte',
      'hask',
      'btwn',
      'cont',
      'regex',
      'true',
      'false',
      'null',
      'nnull',
      'istype',
      'empty',
      'nempty',
      'head',
      'tail',
      'jsonata_exp',
      'else',
    );
    if (t === 'istype') {
      const v = pick('string', 'number', 'boolean', 'array', 'buffer', 'object', 'json', 'undefined', 'null');
      return { t, v, vt: v };
    }
    if (t === 'head' || t === 'tail') return { t, v: String(1 + random.below(3)), vt: 'num' };
    if (t === 'jsonata_exp') return { t, v: random.pick(EXPRESSIONS), vt: 'jsonata' };
    if (t === 'regex') return { t, v: random.pick(PATTERNS), vt: 'str', case: flag() };
    const [vt, v] = value('str', 'num', 'msg', 'flow', 'env', 'jsonata', 'prev');
    if (t !== 'btwn') return { t, v, vt };
    const [v2t, v2] = value('num', 'str', 'msg', 'env');
    return { t, v, vt, v2, v2t };
  };
  return nodes;
}
