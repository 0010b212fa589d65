// earlier: import { h } from 'preact'
<b>{1}</b>
