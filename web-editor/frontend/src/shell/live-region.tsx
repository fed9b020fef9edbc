import { useStore } from 'zustand';
import { useParts } from '../ui/editor-context';

/** Says to screen readers what happened; errors at once, the rest when there is time. */
export function LiveRegion() {
  const { editor } = useParts();
  const { text, urgent } = useStore(editor.view.store, (s) => s.announcement);
  return (
    <>
      <div className="visually-hidden" role="status">
        {urgent ? '' : text}
      </div>
      <div className="visually-hidden" role="alert">
        {urgent ? text : ''}
      </div>
    </>
  );
}
