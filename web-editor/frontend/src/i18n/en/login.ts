import type { Messages } from '../message';

/** English: logging in, and the first set-up. */
export const login = {
  'login.title': 'Log in to Weir',
  'login.user.username': 'User name',
  'login.user.password': 'Password',
  'login.submit': 'Log in',
  'login.busy': 'Logging in…',
  'login.later': 'Not now',
  'login.ended': 'Your session is over. Your edits are still here.',
  'login.done': 'Logged in as {name}',
  'login.wrong': 'User name or password is wrong.',
  'login.throttled': 'Too many wrong passwords for this name. Wait 10 minutes, then try again.',
  'login.tookTooLong': 'The login took too long. Try again.',
  'login.unreachable': 'Weir doesn’t answer. Is it running?',
  'login.notPermitted': 'This user may not open the editor.',
  'login.failed': 'The login failed: {text}',
  'login.again': 'Deploy now?',
  'login.againText': {
    one: 'You are logged in again. {n} change was not deployed because the session was over.',
    other: 'You are logged in again. {n} changes were not deployed because the session was over.',
  },
  'login.restartText':
    'You are logged in again. The flows were not restarted because the session was over.',
  'login.notNow': 'Not now',
  'login.deployNow': 'Deploy',

  'setup.title': 'Set up Weir',
  'setup.admin': 'Who may use the editor',
  'setup.adminText': 'This user may see and change everything.',
  'setup.mqtt': 'Which devices may connect by MQTT',
  'setup.mqttUser': 'Only those with a user name and password',
  'setup.anonymous': 'Any device, without a password (anonymous)',
  'setup.anonymousText':
    'Everybody who reaches this machine over the network can read and send every message.',
  'setup.hint.admin': 'At least {n} characters. Weir keeps no copy that can be read back.',
  'setup.hint.mqtt': 'At least {n} characters. You will enter it in your devices.',
  'setup.generate': 'Make up a password',
  'setup.show': 'Show the password',
  'setup.hide': 'Hide the password',
  'setup.submit': 'Set up',
  'setup.busy': 'Setting up…',
  'setup.fault.name':
    'A name needs 1 to 64 characters, without blanks around it and without ${ in it.',
  'setup.fault.short': 'The password needs at least {n} characters.',
  'setup.fault.long': 'The password is too long: 72 bytes at most.',
  'setup.already': 'Weir is set up. This link is no longer needed.',
  'setup.wrongLink':
    'This link doesn’t fit. Open the one that Weir printed when it was last started.',
  'setup.throttled': 'Too many wrong links were tried. Wait 10 minutes, then try again.',
  'setup.failed': 'Nothing was changed: {text}',
  'setup.done': 'Weir is set up',
  'setup.doneAdmin': 'You are logged in as {name}.',
  'setup.doneMqtt': 'Devices connect with these from now on:',
  'setup.doneAnonymous': 'Any device may connect, without a password.',
  'setup.address': 'Address',
  'setup.open': 'Open the editor',
  'setup.waiting': 'Weir waits to be set up',
  'setup.waitingText':
    'Other machines can reach this Weir, and nobody has said yet who may come in.',
  'setup.waitingWhere':
    'Open the link that Weir printed when it was started: in its terminal, or in the log of the service or container. It looks like this:',
  'setup.waitingUntil':
    'Until then the editor is closed to everybody and no device can connect. Flows run meanwhile.',
} as const satisfies Messages;
