import React from 'react';
<b>{1}</b>
