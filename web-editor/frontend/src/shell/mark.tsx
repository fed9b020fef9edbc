/** Weir's sign. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden>
      <rect width="24" height="24" rx="6" fill="var(--ac)" />
      <path
        d="M4 9.5c2 0 2-2 4-2s2 2 4 2 2-2 4-2 2 2 4 2M4 15.5c2 0 2-2 4-2s2 2 4 2 2-2 4-2 2 2 4 2"
        fill="none"
        stroke="var(--on-ac)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
