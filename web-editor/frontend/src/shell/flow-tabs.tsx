import { Plus } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { flowOf, isDisabled, type FlowEntry, type NodeId } from '../model/flow-entry';
import { labelOf } from '../model/node-types';
import { isRecordable } from '../model/recording-scope';
import { mayRecord } from '../store/may-test';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './shell.module.css';

/** The flows as tabs. Renaming is in place; the rest is in a tab's menu. */
export function FlowTabs() {
  const { editor, editing } = useParts();
  const document = useDocument();
  const current = useStore(editor.selection.store, (s) => s.flow);
  const changed = useStore(editor.documents.store, (s) => s.changed);
  const [renaming, setRenaming] = useState<NodeId>();
  const [menu, setMenu] = useState<{
    readonly flow: FlowEntry;
    readonly x: number;
    readonly y: number;
  }>();
  const list = useRef<HTMLDivElement>(null);
  const flows = document.flows();
  const changedFlows = new Set(
    [...changed].map((id) => {
      const entry = document.get(id) ?? editor.documents.state.base.get(id);
      if (entry === undefined) return '';
      return entry.type === 'tab' || entry.type === 'subflow' ? id : flowOf(entry);
    }),
  );

  const key = (event: KeyboardEvent, flow: FlowEntry): void => {
    const at = flows.findIndex((f) => f.id === flow.id);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && event.altKey) {
      event.preventDefault();
      editing.moveFlow(flow.id, step as -1 | 1);
    } else if (step !== undefined) {
      event.preventDefault();
      const next = flows[(at + step + flows.length) % flows.length];
      if (next === undefined) return;
      editor.selection.openFlow(next.id);
      requestAnimationFrame(() =>
        list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(),
      );
    } else if (event.key === 'F2') {
      setRenaming(flow.id);
    } else if (event.key === 'Delete') {
      editing.removeFlow(flow.id);
    }
  };

  return (
    <div className={cx(styles['tabs'])}>
      <h1 className="visually-hidden">
        {labelOf(document.get(current) ?? { id: '', type: 'Weir' }, undefined)}
      </h1>
      <div
        ref={list}
        role="tablist"
        aria-label={t('flows.title')}
        className={cx(styles['tablist'])}
      >
        {flows.map((flow) =>
          renaming === flow.id ? (
            <Rename key={flow.id} flow={flow} onDone={() => setRenaming(undefined)} />
          ) : (
            <button
              key={flow.id}
              type="button"
              role="tab"
              aria-selected={flow.id === current}
              aria-controls="canvas"
              tabIndex={flow.id === current ? 0 : -1}
              className={cx(styles['tab'], isDisabled(flow) && styles['tabOff'])}
              onClick={() => editor.selection.openFlow(flow.id)}
              onDoubleClick={() => setRenaming(flow.id)}
              onKeyDown={(event) => key(event, flow)}
              onContextMenu={(event) => {
                event.preventDefault();
                const box = event.currentTarget.getBoundingClientRect();
                setMenu({ flow, x: box.left, y: box.bottom });
              }}
            >
              <span>{labelOf(flow, undefined)}</span>
              {changedFlows.has(flow.id) ? (
                <i className={cx(styles['dot'])} title={t('node.changed')} />
              ) : null}
            </button>
          ),
        )}
      </div>
      <IconButton
        icon={Plus}
        label={t('command.addFlow')}
        quiet
        onPress={() => editing.addFlow()}
      />
      {menu === undefined ? null : (
        <TabMenu
          {...menu}
          onRename={() => setRenaming(menu.flow.id)}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}

function Rename({ flow, onDone }: { readonly flow: FlowEntry; readonly onDone: () => void }) {
  const { editing } = useParts();
  const field = flow.type === 'tab' ? 'label' : 'name';
  const left = useRef(false);
  const finish = (text: string | undefined): void => {
    // Leaving the field follows Enter and Esc; the first one decides.
    if (left.current) return;
    left.current = true;
    if (text !== undefined && text.trim() !== '') {
      editing.update(flow.id, { [field]: text.trim() }, t('form.name'));
    }
    onDone();
  };
  return (
    <input
      className={cx(styles['rename'])}
      aria-label={t('flow.rename')}
      defaultValue={labelOf(flow, undefined)}
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(undefined);
      }}
    />
  );
}

function TabMenu(props: {
  readonly flow: FlowEntry;
  readonly x: number;
  readonly y: number;
  readonly onRename: () => void;
  readonly onClose: () => void;
}) {
  const { editor, editing } = useParts();
  const anchor = useRef<HTMLSpanElement>(null);
  const { flow } = props;
  const off = isDisabled(flow);
  const run = (key: string): void => {
    props.onClose();
    if (key === 'rename') props.onRename();
    if (key === 'enable') editing.update(flow.id, { disabled: !off }, t('flow.enabled'));
    if (key === 'record') {
      editor.selection.openFlow(flow.id);
      editor.selection.clear();
      editor.view.set({ open: { kind: 'record', from: {} } });
    }
    if (key === 'left') editing.moveFlow(flow.id, -1);
    if (key === 'right') editing.moveFlow(flow.id, 1);
    if (key === 'delete') editing.removeFlow(flow.id);
  };
  return (
    <>
      <span ref={anchor} style={{ position: 'fixed', left: props.x, top: props.y }} />
      <Popover
        isOpen
        triggerRef={anchor}
        placement="bottom start"
        onOpenChange={(open) => {
          if (!open) props.onClose();
        }}
      >
        <Menu
          className={cx(controls['menu'])}
          aria-label={t('flow.menu')}
          autoFocus="first"
          onAction={(key) => run(String(key))}
        >
          <MenuItem id="rename">{t('flow.rename')}</MenuItem>
          {flow.type === 'tab' ? (
            <MenuItem id="enable">{t(off ? 'form.enable' : 'form.disable')}</MenuItem>
          ) : null}
          {flow.type === 'tab' && mayRecord(editor) ? (
            <MenuItem
              id="record"
              isDisabled={
                editor.tests.state.recording !== undefined ||
                !isRecordable(editor.documents.state.base, flow.id)
              }
            >
              {t('command.recordTest')}
            </MenuItem>
          ) : null}
          <MenuItem id="left" isDisabled={flow.type !== 'tab'}>
            {t('flow.left')}
          </MenuItem>
          <MenuItem id="right" isDisabled={flow.type !== 'tab'}>
            {t('flow.right')}
          </MenuItem>
          <Separator />
          <MenuItem id="delete">{t('form.delete')}</MenuItem>
        </Menu>
      </Popover>
    </>
  );
}
