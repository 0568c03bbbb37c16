/** 97.5 % point of the standard normal distribution: 95 % lie within as many standard errors on either side. */
export const Z95 = 1.959963984540054;
