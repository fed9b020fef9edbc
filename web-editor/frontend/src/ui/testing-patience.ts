import { configure } from '@testing-library/dom';

// A busy machine is no failure: what a test waits for may take as long as the test itself.
configure({ asyncUtilTimeout: 25_000 });
