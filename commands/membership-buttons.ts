/** The names of the buttons under what /membership shows. */

export const BACK = 'membership.back';
export const PAYMENTS = 'membership.payments';
export const REMIND = 'membership.remind';
