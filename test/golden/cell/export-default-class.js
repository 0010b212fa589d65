"use strict";
class Named {
  static self = Named;
}
;void 0;
// declares: class Named
// free: 
// hides: 
