import { LocateFixed, Maximize, Minus, Plus, Search, X } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '../i18n/t';
import { flowOf, type FlowEntry } from '../model/flow-entry';
import { SubflowLine } from './subflow-line';
import { RecordingLine } from '../message-tests/recording-line';
import { DraftLine } from '../shell/draft-line';
import { endPath } from '../store/shown-path';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import { IconButton } from '../ui/icon-button';
import styles from './canvas.module.css';

/** What lies over the drawing in screen space: box, hints, notices, zoom. */
export function CanvasOverlay(props: { readonly empty: boolean; readonly locked: boolean }) {
  const { core } = useParts();
  const lasso = useStore(core.scene, (s) => s.lasso);
  const hint = useStore(core.scene, (s) => s.hint);
  const nothingInView = useStore(core.scene, (s) => s.nothingInView);
  return (
    <>
      {lasso === undefined ? null : (
        <div
          className={cx(styles['lasso'])}
          style={{ left: lasso.x, top: lasso.y, width: lasso.w, height: lasso.h }}
        />
      )}
      {hint === undefined ? null : (
        <div className={cx(styles['hint'])} style={{ left: hint.at.x, top: hint.at.y }}>
          {hint.text}
        </div>
      )}
      {props.empty ? <EmptyFlow /> : null}
      <div className={cx(styles['top'])} data-float>
        <ConnectionLine />
        <FaultLines />
        <DraftLine />
        <SubflowLine />
        <WireLine />
        <PathLine />
        <RecordingLine />
        {props.locked ? <p className={cx(styles['line'])}>{t('canvas.locked')}</p> : null}
        {nothingInView ? (
          <p className={cx(styles['line'])}>
            {t('canvas.nothingHere')}
            <button
              type="button"
              className={cx(controls['button'], controls['quiet'])}
              onClick={() => core.fit()}
            >
              <LocateFixed size={14} aria-hidden />
              {t('canvas.back')}
            </button>
          </p>
        ) : null}
      </div>
      <div className={cx(styles['bar'])} role="toolbar" aria-label={t('canvas.zoomBar')} data-float>
        <IconButton
          icon={Minus}
          label={t('command.zoomOut')}
          keys="-"
          quiet
          onPress={() => core.camera.zoomBy(0.8)}
        />
        <IconButton
          icon={Plus}
          label={t('command.zoomIn')}
          keys="+"
          quiet
          onPress={() => core.camera.zoomBy(1.25)}
        />
        <IconButton
          icon={Maximize}
          label={t('command.fit')}
          keys="Shift+Digit1"
          quiet
          onPress={() => core.fit()}
        />
      </div>
    </>
  );
}

/** What keeps the engine from doing its work, in full: the status bar has no room for that. */
function FaultLines() {
  const { editor, core } = useParts();
  const document = useDocument();
  const notices = useStore(editor.runtime.store, (s) => s.notices);
  const show = (node: FlowEntry): void => {
    editor.selection.openFlow(flowOf(node));
    editor.selection.select([node.id]);
    core.reveal(node.id);
  };
  return [...notices]
    .filter(([, notice]) => notice.type === 'error')
    .map(([topic, notice]) => {
      const node = document.get(notice.id ?? '');
      return (
        <div key={topic} role="alert" className={cx(styles['line'], styles['lineWarn'])}>
          <p>{notice.text}</p>
          {node === undefined ? null : (
            <button type="button" className={cx(controls['button'])} onClick={() => show(node)}>
              {t('live.goTo')}
            </button>
          )}
          <IconButton
            icon={X}
            label={t('deploy.dismiss')}
            quiet
            onPress={() => editor.runtime.setNotice(topic, undefined)}
          />
        </div>
      );
    });
}

/** Says that the flow is dimmed for the way of a message, and ends that; or why there is none to show. */
function PathLine() {
  const { editor } = useParts();
  const shown = useStore(editor.view.store, (s) => s.path);
  if (shown === undefined) return null;
  const isFault = 'fault' in shown;
  return (
    <div className={cx(styles['line'], isFault && styles['lineWarn'])} data-path-line>
      <span>{isFault ? shown.fault : t('path.shownHere', { n: shown.path.hops.length })}</span>
      <IconButton
        icon={X}
        label={t(isFault ? 'deploy.dismiss' : 'path.end')}
        keys="Escape"
        quiet
        onPress={() => endPath(editor)}
      />
    </div>
  );
}

function EmptyFlow() {
  const { editor, core } = useParts();
  const hasFlow = useStore(editor.selection.store, (s) => s.flow !== '');
  const ready = useStore(editor.types, (s) => s.state === 'ready');
  if (!hasFlow || !ready) return null;
  return (
    <div className={cx(styles['empty'])}>
      <div className={cx(styles['emptyCard'])}>
        <h2>{t('empty.title')}</h2>
        <p>{t('empty.text')}</p>
        <div className={cx(styles['emptyActions'])} data-float>
          <button
            type="button"
            className={cx(controls['button'], controls['primary'])}
            onClick={() => core.quickAdd.inView()}
          >
            <Search size={15} aria-hidden />
            {t('empty.add')}
          </button>
        </div>
      </div>
    </div>
  );
}

const SHOWN_AFTER_MS = 10_000;

function ConnectionLine() {
  const { editor } = useParts();
  const connection = useStore(editor.runtime.store, (s) => s.connection);
  // The time goes on without the store changing; the status bar's clock renders this with it.
  const now = useStore(editor.runtime.store, (s) => s.now);
  if (connection.state !== 'lost' || now - connection.since < SHOWN_AFTER_MS) return null;
  const since = new Date(connection.since).toLocaleTimeString([], { timeStyle: 'short' });
  return <p className={cx(styles['line'], styles['lineWarn'])}>{t('offline.line', { since })}</p>;
}

function WireLine() {
  const { core } = useParts();
  const mode = useStore(core.scene, (s) => s.wireMode);
  if (mode === undefined) return null;
  const target = mode.targets[mode.at];
  const outputs = core.layout.faces.get(mode.source)?.outputs ?? 1;
  return (
    <p className={cx(styles['line'])} data-wire-mode>
      <span>
        {t('wire.from', {
          name: core.editing.label(mode.source),
          port: mode.port + 1,
          ports: outputs,
        })}{' '}
        <b>{target === undefined ? t('wire.none') : core.editing.label(target)}</b>
        {mode.typed === '' ? null : ` (${mode.typed})`}
      </span>
      <kbd className={cx(controls['kbd'])}>{t('wire.keys')}</kbd>
    </p>
  );
}
