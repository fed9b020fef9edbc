import {
  Activity,
  ArrowLeftRight,
  Braces,
  Cable,
  CircleCheck,
  CircleHelp,
  Clock,
  Code,
  CodeXml,
  Cog,
  CornerDownRight,
  Eye,
  FileCode,
  FileText,
  Filter,
  Globe,
  HardDrive,
  Layers,
  Link2,
  ListTree,
  LogIn,
  LogOut,
  Merge,
  MessageSquareText,
  Network,
  Pencil,
  Play,
  Radio,
  Scaling,
  Scissors,
  Send,
  ShieldAlert,
  Split,
  SquareTerminal,
  StickyNote,
  Table,
  Timer,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { NodeKind } from '../model/node-type';
import styles from './controls.module.css';
import { cx } from './cx';

const BY_TYPE: Readonly<Record<string, LucideIcon>> = {
  inject: Play,
  debug: Eye,
  complete: CircleCheck,
  catch: ShieldAlert,
  status: Activity,
  comment: StickyNote,
  function: Code,
  switch: Split,
  change: Pencil,
  range: Scaling,
  template: FileText,
  delay: Timer,
  trigger: Clock,
  exec: SquareTerminal,
  rbe: Filter,
  'mqtt in': Radio,
  'mqtt out': Send,
  'http in': Globe,
  'http response': CornerDownRight,
  'http request': Globe,
  'websocket in': Cable,
  'websocket out': Cable,
  json: Braces,
  csv: Table,
  html: FileCode,
  xml: CodeXml,
  yaml: ListTree,
  split: Scissors,
  join: Merge,
  batch: Layers,
  sort: ArrowLeftRight,
  'subflow-port-in': LogIn,
  'subflow-port-out': LogOut,
  'subflow-port-status': Activity,
};

const BY_KIND: Readonly<Record<NodeKind, LucideIcon>> = {
  start: Play,
  decide: Split,
  change: Pencil,
  code: Code,
  wait: Timer,
  network: Network,
  storage: HardDrive,
  look: Eye,
  organise: Link2,
  config: Cog,
  subflow: Workflow,
  unknown: CircleHelp,
};

export interface NodeIconProps {
  readonly type: string;
  readonly kind: NodeKind;
  readonly small?: boolean;
}

/** The coloured tile that says what a node is. */
export function NodeIcon({ type, kind, small }: NodeIconProps) {
  const Icon = BY_TYPE[type] ?? (type === 'message' ? MessageSquareText : BY_KIND[kind]);
  return (
    <span
      className={cx(styles['tile'], small === true && styles['tileSmall'])}
      style={{ ['--tile' as string]: `var(--k-${kind})` }}
      aria-hidden
    >
      <Icon size={small === true ? 13 : 15} strokeWidth={2} />
    </span>
  );
}
