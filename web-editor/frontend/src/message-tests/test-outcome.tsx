import { t } from '../i18n/t';
import { preview } from '../model/debug-value';
import type { Difference, MessageTest, OutputResult, TestResult } from '../model/message-test';
import { mayTest } from '../store/may-test';
import { ValueTree } from '../sidebar/value-tree';
import controls from '../ui/controls.module.css';
import { cx } from '../ui/cx';
import { useDocument, useParts } from '../ui/editor-context';
import styles from './message-tests.module.css';
import { nodeName } from './names';

/** What was otherwise than it should be, output by output. */
export function TestOutcome(props: { readonly test: MessageTest; readonly result: TestResult }) {
  const { test, result } = props;
  const wrong = result.outputs.filter((output) => output.differences.length > 0);
  return (
    <div className={cx(styles['outcome'])}>
      {result.problem === undefined ? null : (
        <p className={cx(styles['fault'])}>{result.problem}</p>
      )}
      {wrong.map((output) => (
        <OutputDifferences key={`${output.node} ${output.port}`} test={test} output={output} />
      ))}
      {result.log.map((line, i) => (
        <p key={i} className={cx(styles[line.isError ? 'fault' : 'warning'])}>
          {line.value.kind === 'text' ? line.value.text : preview(line.value)}
        </p>
      ))}
    </div>
  );
}

function OutputDifferences(props: { readonly test: MessageTest; readonly output: OutputResult }) {
  const { output } = props;
  return (
    <section>
      <h3>
        <NodeLink node={output.node} port={output.port} />
      </h3>
      <ul>
        {output.differences.map((difference, i) => (
          <li key={i}>
            <OneDifference test={props.test} difference={difference} />
          </li>
        ))}
      </ul>
      {output.further === 0 ? null : (
        <p className={cx(styles['note'])}>{t('tests.further', { n: output.further })}</p>
      )}
    </section>
  );
}

/** The node that a difference came out of; the instance, for one inside of a subflow. */
function NodeLink({ node, port }: { readonly node: string; readonly port: number }) {
  const parts = useParts();
  const [outer = ''] = node.split('/');
  const entry = useDocument().get(outer);
  const text = t('wires.title', { name: nodeName(parts, node), port: port + 1 });
  if (entry === undefined) return text;
  return (
    <button type="button" title={t('live.goTo')} onClick={() => parts.core.show(entry)}>
      {text}
    </button>
  );
}

function OneDifference(props: { readonly test: MessageTest; readonly difference: Difference }) {
  const { editor } = useParts();
  const { test, difference } = props;
  const { message, path, expected, actual } = difference;
  const ignore = async (): Promise<void> => {
    const others = test.ignore ?? [];
    try {
      await editor.engine.tests.keep({ ...test, ignore: [...others, asIgnored(path)] });
      await editor.engine.tests.run([test.id]);
    } catch (reason) {
      editor.tests.set({ fault: reason instanceof Error ? reason.message : '' });
    }
  };
  return (
    <>
      <p className={cx(styles['place'])}>
        {path === '' ? t('tests.message', { n: message }) : t('tests.place', { n: message, path })}
      </p>
      <dl className={cx(styles['difference'])}>
        <dt>{t('tests.expected')}</dt>
        <dd>
          {expected === undefined ? t('tests.nothing') : <ValueTree value={expected} path="msg" />}
        </dd>
        <dt>{t('tests.actual')}</dt>
        <dd>
          {actual === undefined ? t('tests.nothing') : <ValueTree value={actual} path="msg" />}
        </dd>
      </dl>
      {path === '' || !mayTest(editor) ? null : (
        <button type="button" className={cx(controls['button'])} onClick={() => void ignore()}>
          {t('tests.ignore', { path })}
        </button>
      )}
    </>
  );
}

/** The path as a test names it: a name that needs quotes has no brackets at the beginning. */
function asIgnored(path: string): string {
  return path.replace(/^\[("(?:[^"\\]|\\.)*")\]/, '$1');
}
