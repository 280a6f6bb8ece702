var e=`M12,4A4,4 0 0,1 16,8A4,4 0 0,1 12,12A4,4 0 0,1 8,8A4,4 0 0,1 12,4M12,14C16.42,14 20,15.79 20,18V20H4V18C4,15.79 7.58,14 12,14Z`,t=`M19 17V19H7V17S7 13 13 13 19 17 19 17M16 8A3 3 0 1 0 13 11A3 3 0 0 0 16 8M19.2 13.06A5.6 5.6 0 0 1 21 17V19H24V17S24 13.55 19.2 13.06M18 5A2.91 2.91 0 0 0 17.11 5.14A5 5 0 0 1 17.11 10.86A2.91 2.91 0 0 0 18 11A3 3 0 0 0 18 5M8 10H5V7H3V10H0V12H3V15H5V12H8Z`,n=`M9,5A4,4 0 0,1 13,9A4,4 0 0,1 9,13A4,4 0 0,1 5,9A4,4 0 0,1 9,5M9,15C11.67,15 17,16.34 17,19V21H1V19C1,16.34 6.33,15 9,15M16.76,5.36C18.78,7.56 18.78,10.61 16.76,12.63L15.08,10.94C15.92,9.76 15.92,8.23 15.08,7.05L16.76,5.36M20.07,2C24,6.05 23.97,12.11 20.07,16L18.44,14.37C21.21,11.19 21.21,6.65 18.44,3.63L20.07,2Z`,r=`M19,6.41L17.59,5L7,15.59V9H5V19H15V17H8.41L19,6.41Z`,i=`M5,17.59L15.59,7H9V5H19V15H17V8.41L6.41,19L5,17.59Z`,a=`M17,20C16.71,20 16.44,19.94 16.24,19.85C15.53,19.5 15.03,18.97 14.53,17.47C14,15.91 13.06,15.18 12.14,14.47C11.35,13.86 10.53,13.23 9.82,11.94C9.29,11 9,9.93 9,9C9,6.2 11.2,4 14,4C16.8,4 19,6.2 19,9H21C21,5.07 17.93,2 14,2C10.07,2 7,5.07 7,9C7,10.26 7.38,11.65 8.07,12.9C9,14.55 10.05,15.38 10.92,16.05C11.73,16.67 12.31,17.12 12.63,18.1C13.23,19.92 14,20.94 15.36,21.65C15.87,21.88 16.43,22 17,22A4,4 0 0,0 21,18H19A2,2 0 0,1 17,20M7.64,2.64L6.22,1.22C4.23,3.21 3,5.96 3,9C3,12.04 4.23,14.79 6.22,16.78L7.63,15.37C6,13.74 5,11.5 5,9C5,6.5 6,4.26 7.64,2.64M11.5,9A2.5,2.5 0 0,0 14,11.5A2.5,2.5 0 0,0 16.5,9A2.5,2.5 0 0,0 14,6.5A2.5,2.5 0 0,0 11.5,9Z`,o=`M13.5,8H12V13L16.28,15.54L17,14.33L13.5,12.25V8M13,3A9,9 0 0,0 4,12H1L4.96,16.03L9,12H6A7,7 0 0,1 13,5A7,7 0 0,1 20,12A7,7 0 0,1 13,19C11.07,19 9.32,18.21 8.06,16.94L6.64,18.36C8.27,20 10.5,21 13,21A9,9 0 0,0 22,12A9,9 0 0,0 13,3`,s=`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z`,c=`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4C3,3.44 3.45,3 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.24 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.58L6.62,10.79M17,12V10H19V12H17M17,8V2H19V8H17Z`,l=`M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5M18,11L23,6L18,1V4H14V8H18V11Z`,u=`M15,12H17A5,5 0 0,0 12,7V9A3,3 0 0,1 15,12M19,12H21C21,7 16.97,3 12,3V5C15.86,5 19,8.13 19,12M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5Z`,d=`M23.71,16.67C20.66,13.77 16.54,12 12,12C7.46,12 3.34,13.77 0.29,16.67C0.11,16.85 0,17.1 0,17.38C0,17.65 0.11,17.9 0.29,18.08L2.77,20.56C2.95,20.74 3.2,20.86 3.5,20.86C3.75,20.86 4,20.75 4.18,20.57C4.97,19.83 5.86,19.21 6.84,18.72C7.17,18.56 7.4,18.22 7.4,17.82V14.72C8.85,14.25 10.39,14 12,14C13.6,14 15.15,14.25 16.6,14.72V17.82C16.6,18.22 16.83,18.56 17.16,18.72C18.14,19.21 19.03,19.83 19.82,20.57C20,20.75 20.25,20.86 20.5,20.86C20.8,20.86 21.05,20.74 21.23,20.56L23.71,18.08C23.89,17.9 24,17.65 24,17.38C24,17.1 23.89,16.85 23.71,16.67M6.5,5.5L12,11L19,4L18,3L12,9L7.5,4.5H11V3H5V9H6.5V5.5Z`,f=`M20.22,2.5L2.5,20.22L3.77,21.5L8.65,16.62C11.76,19.43 15.81,21 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C12.06,16.8 11,16.06 10.06,15.21L21.5,3.77L20.22,2.5M4,3A1,1 0 0,0 3,4C3,7.57 4.14,11.05 6.24,13.94L7.66,12.5C7.28,11.97 6.93,11.39 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4Z`,p=`M4,3A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.17L13.21,17.37C10.38,15.93 8.06,13.62 6.62,10.78L8.82,8.57C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4M15,3V4.5H18.5L13,10L14,11L19.5,5.5V9H21V3H15Z`,m=`M19,10H21V3H19M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5M17,3H15V10H17V3Z`,ee=`M21,6V11H19.5V7.5H13.87L16.3,9.93L15.24,11L11,6.75L15.24,2.5L16.3,3.57L13.87,6H21M8.82,8.58C9.08,8.32 9.17,7.93 9.06,7.58C8.69,6.42 8.5,5.22 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.79,15.5 17.58,15.31 16.43,14.93C16.08,14.82 15.69,14.91 15.43,15.17L13.23,17.37C10.39,15.92 8.09,13.62 6.64,10.78L8.82,8.58Z`,te=`M23.71 16.67C20.66 13.78 16.54 12 12 12S3.34 13.78.29 16.67c-.18.18-.29.43-.29.71 0 .28.11.53.29.71l2.48 2.48c.18.18.43.29.71.29.27 0 .52-.11.7-.28.79-.74 1.69-1.36 2.66-1.85.33-.16.56-.5.56-.9v-3.1c1.45-.48 3-.73 4.6-.73s3.15.25 4.6.72v3.1c0 .39.23.74.56.9.98.49 1.87 1.12 2.66 1.85.18.18.43.28.7.28.28 0 .53-.11.71-.29l2.48-2.48c.18-.18.29-.43.29-.71a.99.99 0 0 0-.29-.7zM21.16 6.26l-1.41-1.41-3.56 3.55 1.41 1.41s3.45-3.52 3.56-3.55zM13 2h-2v5h2V2zM6.4 9.81L7.81 8.4 4.26 4.84 2.84 6.26c.11.03 3.56 3.55 3.56 3.55z`,ne=`M12,17.27L18.18,21L16.54,13.97L22,9.24L14.81,8.62L12,2L9.19,8.62L2,9.24L7.45,13.97L5.82,21L12,17.27Z`,re=`M21,9L17,5V8H10V10H17V13M7,11L3,15L7,19V16H14V14H7V11Z`,ie=globalThis,ae=ie.ShadowRoot&&(ie.ShadyCSS===void 0||ie.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,oe=Symbol(),se=/* @__PURE__ */ new WeakMap,ce=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==oe)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(ae&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=se.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&se.set(t,e))}return e}toString(){return this.cssText}},le=e=>new ce(typeof e==`string`?e:e+``,void 0,oe),h=(e,...t)=>new ce(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,oe),ue=(e,t)=>{if(ae)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=ie.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},de=ae?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return le(t)})(e):e,{is:fe,defineProperty:pe,getOwnPropertyDescriptor:me,getOwnPropertyNames:he,getOwnPropertySymbols:ge,getPrototypeOf:_e}=Object,ve=globalThis,ye=ve.trustedTypes,be=ye?ye.emptyScript:``,xe=ve.reactiveElementPolyfillSupport,Se=(e,t)=>e,Ce={toAttribute(e,t){switch(t){case Boolean:e=e?be:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},we=(e,t)=>!fe(e,t),Te={attribute:!0,type:String,converter:Ce,reflect:!1,useDefault:!1,hasChanged:we};Symbol.metadata??=Symbol(`metadata`),ve.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var g=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Te){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&pe(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=me(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Te}static _$Ei(){if(this.hasOwnProperty(Se(`elementProperties`)))return;let e=_e(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(Se(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Se(`properties`))){let e=this.properties,t=[...he(e),...ge(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(de(e))}else e!==void 0&&t.push(de(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return ue(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?Ce:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?Ce:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??we)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};g.elementStyles=[],g.shadowRootOptions={mode:`open`},g[Se(`elementProperties`)]=/* @__PURE__ */ new Map,g[Se(`finalized`)]=/* @__PURE__ */ new Map,xe?.({ReactiveElement:g}),(ve.reactiveElementVersions??=[]).push(`2.1.2`);var Ee=globalThis,De=e=>e,Oe=Ee.trustedTypes,ke=Oe?Oe.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,Ae=`$lit$`,_=`lit$${Math.random().toFixed(9).slice(2)}$`,je=`?`+_,Me=`<${je}>`,v=document,y=()=>v.createComment(``),b=e=>e===null||typeof e!=`object`&&typeof e!=`function`,Ne=Array.isArray,Pe=e=>Ne(e)||typeof e?.[Symbol.iterator]==`function`,Fe=`[ 	
\f\r]`,x=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ie=/-->/g,Le=/>/g,S=RegExp(`>|${Fe}(?:([^\\s"'>=/]+)(${Fe}*=${Fe}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Re=/'/g,ze=/"/g,Be=/^(?:script|style|textarea|title)$/i,C=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),w=Symbol.for(`lit-noChange`),T=Symbol.for(`lit-nothing`),Ve=/* @__PURE__ */ new WeakMap,E=v.createTreeWalker(v,129);function He(e,t){if(!Ne(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return ke===void 0?t:ke.createHTML(t)}var Ue=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=x;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===x?c[1]===`!--`?o=Ie:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=S):(Be.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=S):o=Le:o===S?c[0]===`>`?(o=i??x,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?S:c[3]===`"`?ze:Re):o===ze||o===Re?o=S:o===Ie||o===Le?o=x:(o=S,i=void 0);let d=o===S&&e[t+1].startsWith(`/>`)?` `:``;a+=o===x?n+Me:l>=0?(r.push(s),n.slice(0,l)+Ae+n.slice(l)+_+d):n+_+(l===-2?t:d)}return[He(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},We=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ue(t,n);if(this.el=e.createElement(l,r),E.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=E.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(Ae)){let t=u[o++],n=i.getAttribute(e).split(_),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?qe:r[1]===`?`?Je:r[1]===`@`?Ye:O}),i.removeAttribute(e)}else e.startsWith(_)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Be.test(i.tagName)){let e=i.textContent.split(_),t=e.length-1;if(t>0){i.textContent=Oe?Oe.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],y()),E.nextNode(),c.push({type:2,index:++a});i.append(e[t],y())}}}else if(i.nodeType===8){if(i.data===je)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(_,e+1))!==-1;)c.push({type:7,index:a}),e+=_.length-1}}a++}}static createElement(e,t){let n=v.createElement(`template`);return n.innerHTML=e,n}};function D(e,t,n=e,r){if(t===w)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=b(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=D(e,i._$AS(e,t.values),i,r)),t}var Ge=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??v).importNode(t,!0);E.currentNode=r;let i=E.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new Ke(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Xe(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=E.nextNode(),a++)}return E.currentNode=v,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Ke=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=T,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=D(this,e,t),b(e)?e===T||e==null||e===``?(this._$AH!==T&&this._$AR(),this._$AH=T):e!==this._$AH&&e!==w&&this._(e):e._$litType$===void 0?e.nodeType===void 0?Pe(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==T&&b(this._$AH)?this._$AA.nextSibling.data=e:this.T(v.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=We.createElement(He(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Ge(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ve.get(e.strings);return t===void 0&&Ve.set(e.strings,t=new We(e)),t}k(t){Ne(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(y()),this.O(y()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=De(e).nextSibling;De(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},O=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=T,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=T}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=D(this,e,t,0),a=!b(e)||e!==this._$AH&&e!==w,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=D(this,r[n+o],t,o),s===w&&(s=this._$AH[o]),a||=!b(s)||s!==this._$AH[o],s===T?e=T:e!==T&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===T?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},qe=class extends O{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===T?void 0:e}},Je=class extends O{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==T)}},Ye=class extends O{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=D(this,e,t,0)??T)===w)return;let n=this._$AH,r=e===T&&n!==T||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==T&&(n===T||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Xe=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){D(this,e)}},Ze={M:Ae,P:_,A:je,C:1,L:Ue,R:Ge,D:Pe,V:D,I:Ke,H:O,N:Je,U:Ye,B:qe,F:Xe},Qe=Ee.litHtmlPolyfillSupport;Qe?.(We,Ke),(Ee.litHtmlVersions??=[]).push(`3.3.3`);var $e=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new Ke(t.insertBefore(y(),e),e,void 0,n??{})}return i._$AI(e),i},et=globalThis,k=class extends g{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=$e(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return w}};k._$litElement$=!0,k.finalized=!0,et.litElementHydrateSupport?.({LitElement:k});var tt=et.litElementPolyfillSupport;tt?.({LitElement:k}),(et.litElementVersions??=[]).push(`4.2.2`);var nt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},rt=e=>(...t)=>({_$litDirective$:e,values:t}),it=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:at}=Ze,ot=e=>e,st=()=>document.createComment(``),A=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new at(r.insertBefore(st(),i),r.insertBefore(st(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=ot(e).nextSibling;ot(r).insertBefore(e,i),e=t}}}return n},j=(e,t,n=e)=>(e._$AI(t,n),e),ct={},lt=(e,t=ct)=>e._$AH=t,ut=e=>e._$AH,dt=e=>{e._$AR(),e._$AA.remove()},ft=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},pt=rt(class extends it{constructor(e){if(super(e),e.type!==nt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=ut(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=j(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=j(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=j(i[d],a[m]),A(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=j(i[f],a[p]),A(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=ft(o,p,m),u=ft(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=A(e,i[d]);j(t,a[p]),c[p]=t}else c[p]=j(n,a[p]),A(e,i[d],n),i[t]=null;p++}else dt(i[f]),f--}else dt(i[d]),d++;for(;p<=m;){let t=A(e,c[m+1]);j(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&dt(e)}return this.ut=o,lt(e,c),w}});function mt(e){for(let t of[`handsets`,`areas`,`labels`]){let n=e[t];if(n!==void 0&&!(Array.isArray(n)&&n.every(e=>typeof e==`string`)))throw Error(`${t}: a list of ids`)}}var ht={card_name:`Jingl phones`,card_description:`See who is free or on a call, and call or transfer with a tap.`,calls_card_name:`Jingl missed calls`,calls_card_description:`See who called today and wasn't answered, and call them back.`,dashboard_description:`A whole dashboard: all phones, their missed calls and a view for each area.`,view_description:`A view with the phones and their missed calls.`,suggest_one:`This phone`,suggest_all:`All phones`,title:`Phones`,count_free:`{count} free`,count_busy:`{count} busy`,count_unavailable:`{count} unavailable`,count_missed:`{count} with missed calls`,state_free:`Free`,state_ringing:`Ringing`,state_calling:`Calling`,state_on_call:`On a call`,state_on_hold:`On hold`,state_busy:`Busy`,state_offline:`Offline`,state_unknown:`Unavailable`,inbound:`inbound`,outbound:`outbound`,internal:`internal`,recording:`recording`,extension:`extension {extension}`,missed:`Missed call at {time}`,missed_from:`Missed call at {time} from {caller}`,missed_calls:`Missed calls`,no_missed_calls:`No missed calls today`,withheld:`Withheld number`,my_phone:`My phone`,my_phone_tag:`my phone`,choose:`Choose`,choose_title:`Which phone is yours?`,choose_why:`You'll call from it.`,choose_everywhere:`Use it on all my devices`,choose_none:`No phone`,choose_failed:`Couldn't save your choice for your other devices.`,cancel:`Cancel`,call:`Call`,call_back:`Call back`,transfer:`Transfer now`,consult:`Speak first`,monitor:`Monitor`,coach:`Coach`,barge:`Barge in`,duty:`The law may require you to tell everyone on the call first.`,more_info:`More info`,is_my_phone:`This is your phone.`,my_phone_cannot_call:`Your phone can't call right now ({state}).`,ask_changed:`{name} has just changed to “{state}”. Continue?`,ask_ringing:`{name} is ringing. Continue?`,ask_busy:`{name} is busy. Continue?`,ask_offline:`{name} is offline. Continue?`,ask_unknown:`It's unclear what {name} is doing. Continue?`,call_changed:`The call on your phone has changed. Press again to continue.`,moved:`The card changed just as you pressed, so nothing was done. Press again.`,no_call:`Your phone has no connected call to transfer.`,no_call_there:`{name} is no longer on a call.`,dial_label:`Name or number`,dial_hint:`Tap a colleague to call.`,transfer_hint:`Tap a colleague to transfer your call.`,no_phone_hint:`Choose your phone to place calls.`,suggestions:`Suggestions`,keypad:`Keypad`,delete_digit:`Delete`,would_call:`Calls {name} on {number}`,would_call_number:`Calls {number}`,would_reach:`Connects to {name} on {number}`,would_reach_number:`Connects to {number}`,needs_area_code:`{number} needs an area code.`,incomplete:`{number} isn't a complete number yet.`,sending_call:`Calling {name} …`,sending_transfer:`Transferring to {name} …`,sending_join:`Joining {name}'s call …`,done_call:`Calling {name}`,done_transfer:`Transferred to {name}`,done_consult:`Calling {name}. Transfer on your phone once you've spoken.`,done_join:`Your phone rings to join {name}'s call`,limit:`Call limit reached. Try again in {time}.`,outcome_unknown:`Outcome unknown. Look at the phone before you try again.`,may_have_worked:`The last attempt may have worked. Look at the phone, then press again if it hasn't.`,not_permitted:`You're not allowed to use this phone.`,not_sent:`No connection to Home Assistant, so nothing was sent.`,in_flight:`Wait for the last request to finish.`,disconnected:`Connection to Home Assistant lost. What you see may be out of date.`,absent:`Jingl isn't ready. Set it up under Settings > Devices & services.`,account_loading:`Loading {account} …`,account_failed:`{account} couldn't be loaded. Look under Settings > Devices & services.`,not_visible:`You're not allowed to see these phones. Ask an administrator.`,no_handsets:`No handsets yet. Choose some under Configure.`,none_match:`No handset matches this card's options.`,account_gone:`This card's account was removed or disabled. Choose another one in its options.`,option_account:`Account`,all_accounts:`All accounts`,option_handsets:`Handsets`,option_areas:`Areas`,option_labels:`Labels`,option_order:`Order`,order_name:`Name`,order_extension:`Extension`,order_area:`Area`,order_busy:`Busy first`,option_compact:`Compact`,option_hide_offline:`Hide offline handsets`,option_one_tap:`Call free colleagues with one tap`,option_dial:`Dial field`,option_which_helper:`Leave empty to show all handsets.`},gt=/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u,_t=`⁦`,vt=`⁨`,yt=`⁩`;function bt(e,t){let n=[e,...Object.values(t)].some(e=>gt.test(e));return e.replace(/\{(\w+)\}/g,(e,r)=>{let i=Object.hasOwn(t,r)?t[r]:void 0;return i===void 0?e:n?xt(i):i})}function xt(e){return(/\p{Letter}/u.test(e)?vt:_t)+e+yt}var St=[`ar`,`de`,`el`,`en`,`es`,`fr`,`it`,`ja`,`nl`,`vi`,`zh-Hans`];function Ct(e){let t=St;return[e,e.split(`-`)[0]??e].find(e=>t.includes(e))??`en`}var wt=/* @__PURE__ */ new Map,Tt=/* @__PURE__ */ new Map([[`en`,ht]]);function M(e){let t=Tt.get(Ct(e))??ht;return(e,n={})=>bt(t[e]??ht[e],n)}async function N(e){let t=Ct(e);if(Tt.has(t))return!1;let n=wt.get(t);n||(n=Et(t),wt.set(t,n));try{return Tt.set(t,await n),!0}catch{return wt.delete(t),!1}}async function Et(e){let t=new URL(import.meta.url),n=new URL(`languages/${e}.json${t.search}`,t),r=await fetch(n);if(!r.ok)throw Error(`${r.status}`);return await r.json()}function P(){return document.documentElement.lang||`en`}var Dt={integration:`jingl`,domain:`event`},Ot=[{name:`account`,selector:{config_entry:{integration:`jingl`}}},{name:`handsets`,selector:{device:{multiple:!0,entity:Dt}}},{name:`areas`,selector:{area:{multiple:!0,entity:Dt}}},{name:`labels`,selector:{label:{multiple:!0}}}],kt={name:`order_name`,extension:`order_extension`,area:`order_area`,busy:`order_busy`},At={account:`option_account`,handsets:`option_handsets`,areas:`option_areas`,labels:`option_labels`,order:`option_order`,compact:`option_compact`,hide_offline:`option_hide_offline`,one_tap:`option_one_tap`,dial:`option_dial`};function jt(e){let t=M(P());return{schema:e,computeLabel:({name:e})=>{let n=At[e];return n&&t(n)},computeHelper:({name:e})=>e===`handsets`?t(`option_which_helper`):void 0}}var Mt=h`
:host {
  display: block;
}
.card {
  padding: 16px;
  border-radius: var(--ha-card-border-radius, 12px);
  border: var(--ha-card-border-width, 1px) solid
    var(--ha-card-border-color, var(--divider-color, #e0e0e0));
  background: var(--surface);
  box-shadow: var(--ha-card-box-shadow, none);
  backdrop-filter: var(--ha-card-backdrop-filter, none);
  color: var(--text);
  font-family: var(--ha-font-family-body, inherit);
}
.title {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  margin-block-end: 12px;
}
h2 {
  margin: 0;
  font-size: 20px;
  line-height: 28px;
  font-weight: 400;
}
.summary {
  color: var(--quiet);
  font-size: 14px;
  flex: 1 1 200px;
}
p {
  margin: 12px 0;
  color: var(--quiet);
  font-size: 14px;
  line-height: 20px;
}
p.lost {
  color: var(--error);
  margin-block-start: 0;
}
.mine {
  gap: 6px;
  max-inline-size: 100%;
  padding-inline: 12px;
  font-weight: 400;
}
.mine bdi {
  overflow: hidden;
  text-overflow: ellipsis;
  font-weight: 500;
}
.quiet {
  color: var(--quiet);
}
.dot {
  inline-size: 10px;
  block-size: 10px;
  border-radius: 50%;
  background: var(--state);
  flex: none;
}
.hint {
  font-size: 13px;
  line-height: 18px;
  color: var(--quiet);
}
.hint[data-reserved] {
  min-block-size: 18px;
  padding-block-end: 8px;
}
.hint.bad {
  color: var(--error);
}
.hint.good {
  color: var(--text);
}
`,Nt={attribute:!0,type:String,converter:Ce,reflect:!1,hasChanged:we},Pt=(e=Nt,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function F(e){return(t,n)=>typeof n==`object`?Pt(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function I(e){return F({...e,state:!0,attribute:!1})}var Ft=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function It(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return Ft(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Ft(n,r,{get(){return a(this)}})}}function L(e){return C`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${e}></path></svg>`}var Lt={free:s,ringing:te,calling:p,on_call:u,on_hold:m,busy:u,offline:f,unknown:c},Rt={call:s,transfer:l,consult:n,monitor:a,coach:n,barge:t},zt=`jingl/accounts/subscribe`,Bt=1e4,Vt=class{constructor(e){this.connection=e,this.current={kind:`loading`},this.listeners=/* @__PURE__ */ new Set,this.unsubscribe=null,this.attempt=null,this.subscribe=async()=>{let e={};this.attempt=e,this.unsubscribe=null;try{let t=await this.connection.subscribeMessage(({accounts:t})=>{this.attempt===e&&this.publish({kind:`known`,accounts:t})},{type:zt},{resubscribe:!1});this.attempt===e?this.unsubscribe=t:await t().catch(()=>void 0)}catch{this.attempt===e&&(this.attempt=null,this.publish({kind:`absent`}))}}}add(e){this.listeners.size||(this.connection.addEventListener(`ready`,this.subscribe),this.subscribe()),this.listeners.add(e)}remove(e){this.listeners.delete(e),this.listeners.size||(this.connection.removeEventListener(`ready`,this.subscribe),this.attempt=null,this.unsubscribe?.().catch(()=>void 0),this.unsubscribe=null)}told(e){let t=this.listeners.size>0&&this.current.kind!==`loading`;return new Promise(n=>{let r=()=>n();this.add(r),setTimeout(()=>this.remove(r),Bt),t?n():setTimeout(n,e)})}retry(){this.listeners.size&&this.current.kind===`absent`&&!this.attempt&&this.subscribe()}publish(e){this.current=e;for(let e of this.listeners)e()}},Ht=/* @__PURE__ */ new WeakMap;function R(e){let t=Ht.get(e);return t||(t=new Vt(e),Ht.set(e,t)),t}function z(e){return typeof e==`string`&&e!==``?e:null}function B(e){return typeof e==`object`&&e&&!Array.isArray(e)?e:{}}function Ut(e,t){return Object.entries(B(e)).find(([e])=>e===t)?.[1]}function Wt(e,t,n){let{[t]:r,...i}=B(e);return n===void 0?i:{...i,[t]:n}}function Gt(e){return e.filter(e=>e.may_call)}function Kt(e,{device:t,user:n,option:r}){let i=[t,n,r].find(e=>e!==void 0);return Gt(e.handsets).find(({device_id:e})=>e===i)?.device_id??null}function qt(e,t){let n=Ut(e,t);return n===null?null:z(n)??void 0}var Jt=class{constructor(e,{user:t},n){this.value=null,this.isRefused=!1,this.name=`${e}_${t?.id??``}`,this.load(),addEventListener(`storage`,e=>{(e.key===null||e.key===this.name)&&(this.load(),n())})}change(e){this.load(),this.value=e(this.value);try{localStorage.setItem(this.name,JSON.stringify(this.value)),this.isRefused=!1}catch{this.isRefused=!0}}load(){if(!this.isRefused)try{this.value=JSON.parse(localStorage.getItem(this.name)??`null`)}catch{this.value=null}}},Yt=`jingl_my_phone`,Xt=class{constructor(e){this.hass=e,this.listeners=/* @__PURE__ */ new Set,this.user=null,this.isUserKnown=!1,this.unsubscribe=null,this.device=new Jt(Yt,e,()=>this.publish())}add(e){this.listeners.size||(this.unsubscribe=this.hass.connection.subscribeMessage(({value:e})=>this.tell(e),{type:`frontend/subscribe_user_data`,key:Yt}),this.unsubscribe.catch(()=>void 0)),this.listeners.add(e)}remove(e){this.listeners.delete(e)&&!this.listeners.size&&this.unsubscribe?.then(e=>e()).catch(()=>void 0)}of({entry_id:e,my_phone:t}){return{device:qt(this.device.value,e),user:qt(this.user,e),option:this.isUserKnown?t:null}}async choose(e,t,n){if(this.keep(e,t),n){let n={type:`frontend/get_user_data`,key:Yt},{value:r}=await this.hass.callWS(n),i=Wt(r,e,t);await this.hass.callWS({type:`frontend/set_user_data`,key:Yt,value:i}),this.user=i,this.keep(e,void 0)}}keep(e,t){this.device.change(n=>Wt(n,e,t)),this.publish()}tell(e){this.user=e,this.isUserKnown=!0,this.publish()}publish(){for(let e of this.listeners)e()}},Zt=/* @__PURE__ */ new WeakMap;function Qt(e){let t=Zt.get(e.connection);return t||(t=new Xt(e),Zt.set(e.connection,t)),t}function V(e){return e.replace(/[\s.\p{Dash_Punctuation}\p{Format}]/gu,``).replace(/^\+61(?:\(0\))?/,`0`).replace(/[()]/g,``).toLowerCase()}function $t(e,t){return V(e)===V(t)}var en=6,tn=class{constructor(e,t){this.handsets=e,this.contacts=t,this.index=null}readable(e){return this.indexed().byDigits.get(V(e))?.readable??e}suggest(e,t){let{listed:n,byDigits:r}=this.indexed(),i=t.map(e=>{let t=r.get(V(e.number)),n=t?.readable??e.readable,i=e.name??t?.name??null;return on({kind:`recent`,number:e.number,readable:n,name:i},3)}),a=cn(e);if(!a.length)return sn([...i,...n.filter(({rank:e})=>e===0)]);let o=V(e),s=[...n,...i].flatMap(e=>{let t=an(e,a,o);return t===null?[]:[{each:e,quality:t}]});return s.sort((e,t)=>e.quality-t.quality||e.each.rank-t.each.rank),sn(s.map(({each:e})=>e))}indexed(){if(!this.index){let e=[...this.handsets.map(({name:e,extension:t})=>on({kind:`handset`,name:e,number:t,readable:t},1)),...this.contacts.flatMap(({name:e,numbers:t,favourite:n})=>t.map(t=>on({kind:n?`favourite`:`contact`,name:e,...t},n?0:2)))],t=e.map(({digits:e,suggestion:t})=>[e,t]);this.index={listed:e,byDigits:new Map(t.reverse())}}return this.index}};function nn(e,{number:t,readable:n,name:r}){let i=e.filter(e=>!$t(e.number,t));return[{number:t,readable:n,name:r},...i].slice(0,en)}function rn(e){return Array.isArray(e)?e.flatMap(e=>{let{number:t,readable:n,name:r}=B(e),i=z(t);return i?[{number:i,readable:z(n)??i,name:z(r)}]:[]}):[]}function an({words:e,digits:t},n,r){return r&&t===r?0:n.every(t=>e.some(e=>e.startsWith(t)))?1:r&&t.startsWith(r)?2:r.length>2&&t.includes(r)?3:null}function on(e,t){return{suggestion:e,words:cn(e.name??``),digits:V(e.number),rank:t}}function sn(e){let t=/* @__PURE__ */ new Set,n=[];for(let{suggestion:r,digits:i}of e)if(t.has(i)||(t.add(i),n.push(r)),n.length===en)break;return n}function cn(e){return e.normalize(`NFKD`).replace(/\p{Mark}/gu,``).toLocaleLowerCase().split(/[^\p{Letter}\p{Number}]+/u).filter(Boolean)}var ln=`jingl_recent`,un=class{constructor(e){this.lists=/* @__PURE__ */ new Map,this.kept=new Jt(ln,e,()=>this.lists.clear())}of(e){let t=this.lists.get(e)??rn(Ut(this.kept.value,e));return this.lists.set(e,t),t}add(e,t){this.kept.change(n=>Wt(n,e,nn(rn(Ut(n,e)),t))),this.lists.clear()}},dn=/* @__PURE__ */ new WeakMap;function fn(e){let t=dn.get(e.connection);return t||(t=new un(e),dn.set(e.connection,t)),t}function pn(e,t){return mn(Math.max(0,Math.floor((t-e)/1e3)))}function mn(e){let[t,n]=[Math.floor(e/3600),Math.floor(e/60)%60],r=e=>String(e).padStart(2,`0`),i=r(e%60);return t?`${t}:${r(n)}:${i}`:`${n}:${i}`}function hn(e,{language:t,timeFormat:n,timeZone:r}){let i=n===`12`||n!==`24`&&void 0;return Sn(n===`system`?void 0:t,{hour:`numeric`,minute:`2-digit`,...i===void 0?{}:{hour12:i},...r===void 0?{}:{timeZone:r}}).format(e)}var gn=6e4,_n=60*gn,vn={minute:NaN,timeZone:``,start:0};function yn(e,t){let n=Math.floor(e/gn);return(vn.minute!==n||vn.timeZone!==t)&&(vn={minute:n,timeZone:t,start:bn(e,t)}),vn.start}function bn(e,t){let n=Sn(`en`,{dateStyle:`short`,timeStyle:`medium`,hourCycle:`h23`,...t===void 0?{}:{timeZone:t}}),r=e=>new Map(n.formatToParts(e).map(({type:e,value:t})=>[e,Number(t)])),i=(e,t)=>r(e).get(t)??0,a=e-e%1e3-((i(e,`hour`)*60+i(e,`minute`))*60+i(e,`second`))*1e3;return[a-_n,a,a+_n].find(t=>i(t,`day`)===i(e,`day`))??a}var xn=/* @__PURE__ */ new Map;function Sn(e,t){let n=JSON.stringify([e,t]),r=xn.get(n);return r||(r=new Intl.DateTimeFormat(e,t),xn.set(n,r)),r}function Cn(e,t,n){let r=t.device_id;return e===`call`?{service:`create_call`,data:{number:n},target:r,involved:[r]}:{service:`transfer_call`,data:{number:n,attended:e===`consult`},target:r,involved:[r]}}var wn={monitor:`monitor_call`,coach:`coach_call`,barge:`barge_call`};function Tn(e,t,n){return e===`call`||e===`transfer`||e===`consult`?Cn(e,t,n.extension):{service:wn[e],data:{number:t.extension},target:n.device_id,involved:[t.device_id,n.device_id]}}var En=1e3,Dn=5e3,On=3e5,kn=class{constructor(){this.until=/* @__PURE__ */ new Map,this.doubtfulUntil=/* @__PURE__ */ new Map}begin(e,t){let n=An(e);if([...e.involved,n].some(e=>t<(this.until.get(e)??0)))return`busy`;let r=this.doubtfulUntil.get(n)??0;if(this.doubtfulUntil.delete(n),t<r)return this.until.set(n,t+En),`doubtful`;for(let t of e.involved)this.until.set(t,1/0);return null}end(e,t,n,r){for(let n of e.involved)this.until.set(n,t+En);r===`done`?this.until.set(An(e),n+Dn):r===`unknown`&&this.doubtfulUntil.set(An(e),n+On)}};function An({service:e,data:t,target:n}){return JSON.stringify([e,t,n])}var jn=/* @__PURE__ */ new Map([[`idle`,`free`],[`ringing`,`ringing`],[`calling`,`calling`],[`on_call`,`on_call`],[`on_hold`,`on_hold`],[`offline`,`offline`]]),Mn=[`inbound`,`outbound`,`internal`];function Nn(e,t){let{entities:n}=e,r=n.status?t[n.status]:void 0,i=Fn(r,n.busy?t[n.busy]:void 0),a=z(r?.attributes.other_party),o=z(r?.attributes.number),s=r?.attributes.direction;return{handset:e,state:i,party:a??o,number:a===null||o===null||$t(a,o)?null:o,direction:Mn.includes(s)?s:null,since:Rn(r?.attributes.started)??In(i,r),missed:Ln(n.last_missed_call?t[n.last_missed_call]:void 0),isRecorded:n.recording?t[n.recording]?.state===`on`:!1}}var Pn=class{constructor(){this.known=/* @__PURE__ */ new Map,this.handsets=[],this.phones=[]}read(e,t){let n=e=>e===void 0?void 0:t[e],r=e===this.handsets?this.known:/* @__PURE__ */ new Map,i=e===this.handsets;for(let a of e){let{entities:e,device_id:o}=a,s=this.known.get(o),c=n(e.status),l=n(e.busy),u=n(e.last_missed_call),d=n(e.recording);if(s?.handset===a&&s.status===c&&s.busy===l&&s.missed===u&&s.recording===d)r.set(o,s);else{i=!1;let e=Nn(a,t);r.set(o,{handset:a,status:c,busy:l,missed:u,recording:d,phone:e})}}return i||(this.known=r,this.handsets=e,this.phones=[...r.values()].map(({phone:e})=>e)),this.phones}};function H(e){return![`free`,`offline`,`unknown`].includes(e.state)}function Fn(e,t){return jn.get(e?.state)??(t?.state===`on`?`busy`:`unknown`)}function In(e,t){return e===`ringing`||e===`calling`?Rn(t?.last_changed):null}function Ln(e){let t=Rn(e?.state);if(t===null)return null;let n=z(e?.attributes.number),r=n!==null&&/\d/.test(n)?n:null,i=z(e?.attributes.name);return{at:t,number:r,caller:i??(r&&(z(e?.attributes.other_party)??r)),isNamed:i!==null}}function Rn(e){let t=typeof e==`string`?Date.parse(e):NaN;return Number.isNaN(t)?null:t}var zn=[`monitor`,`coach`,`barge`];function Bn(e,t,n,r){return t.mine?!r||qn(t)||t.mine.state!==`free`?{kind:`open`}:Hn(`call`,e,t,n,!1):{kind:n.mayChoose?`choose`:`open`}}function Vn(e,t){let{phone:n,mine:r}=e;return!r||qn(e)||!Jn(r)?[]:r.state===`on_call`?[`transfer`,`consult`,`call`]:n?.state===`on_call`&&n.handset.may_call&&t.maySupervise?[`call`,...zn]:[`call`]}function Hn(e,t,n,r,i){if(!n.mine)return{kind:`choose`};if(!Vn(n,r).includes(e))return{kind:`cannot`,obstacle:Wn(e,n)};let a=Gn(t,n)?!i&&Kn(e,n):`changed`;return a?{kind:`ask`,deed:e,doubt:a}:{kind:`do`,deed:e}}function Un(e,t,n){let{deed:r,sight:i}=e;if(Gn(i,t))return e;if(U(i.mine)!==U(t.mine)||!Vn(t,n).includes(r))return null;let a=Kn(r,t);return a&&{deed:r,doubt:a,sight:t}}function Wn(e,t){let{phone:n,mine:r}=t;return!r||!Jn(r)?`my_phone_cannot_call`:qn(t)?`is_my_phone`:zn.includes(e)?n?.state===`on_call`?`not_permitted`:`no_call_there`:`no_call`}function Gn(e,t){return U(e.phone)===U(t.phone)&&U(e.mine)===U(t.mine)}function U(e){return JSON.stringify(e&&[e.handset.device_id,e.state,e.party,e.number,e.since])}function Kn(e,{phone:t}){return!t||zn.includes(e)?null:t.state===`ringing`?`ringing`:H(t)?`busy`:t.state===`free`?null:t.state===`offline`?`offline`:`unknown`}function qn({phone:e,mine:t}){return e!==null&&e.handset.device_id===t?.handset.device_id}function Jn(e){return e.state!==`offline`&&e.state!==`unknown`}var Yn=[`name`,`extension`,`area`,`busy`];function Xn(e,t){let{handsets:n=[],areas:r=[],labels:i=[]}=t,a=n.length+r.length+i.length===0;return e.filter(({handset:e,state:o})=>t.hide_offline&&o===`offline`?!1:a||n.includes(e.device_id)||e.area_id!==null&&r.includes(e.area_id)||i.some(t=>e.labels.includes(t)))}function Zn(e,t,n,r=e=>e){let{compare:i}=new Intl.Collator(n,{numeric:!0}),a=(e,t)=>i(e.extension,t.extension),o=(e,t)=>i(e.name,t.name)||a(e,t),s=({area_id:e})=>e===null?null:r(e),c={name:o,extension:a,area:(e,t)=>{let[n,r]=[s(e),s(t)];return n===null||r===null?Number(n===null)-Number(r===null)||o(e,t):i(n,r)||o(e,t)},busy:o};return[...e].sort(c[t])}function Qn(e){return[...e.filter(H),...e.filter(e=>!H(e))]}function $n(e,t){let n=new Map(t.map((e,t)=>[e,t])),r=({handset:e})=>n.get(e.device_id)??t.length;return[...e].sort((e,t)=>r(e)-r(t))}var er=class{constructor(){this.reader=new Pn,this.handsets=[],this.arranged=[],this.book=new tn([],[]),this.last=null}read({accounts:e,options:t,home:n,chosen:r,kept:i}){let a=tr(e,t);if(a?.state!==`loaded`)return null;this.prepare(a,t.order??`name`,n);let o=this.reader.read(this.handsets,n.states),s=Kt(a,r(a)),c=[o,a,t,s,i];return(!this.last||c.some((e,t)=>e!==this.last?.from[t]))&&(this.last={from:c,view:this.build(a,t,o,s,i)}),this.last.view}prepare(e,t,{areas:n,language:r}){this.arranged[0]!==e&&(this.book=new tn(e.handsets,e.contacts));let i=[e,t,r,t===`area`?n:null];if(i.some((e,t)=>e!==this.arranged[t])){this.arranged=i;let a=e=>n?.[e]?.name??e;this.handsets=Zn(e.handsets,t,r,a)}}build(e,t,n,r,i){let a=new Map(n.map(e=>[e.handset.device_id,e])),o=r!==null&&a.get(r)||null,s=Xn(n,t),c=t.order===`busy`?Qn(s):s;return{account:e,book:this.book,phones:a,shown:i?$n(c,i):c,mine:o,rights:{mayChoose:Gt(e.handsets).length>0,maySupervise:o?.handset.may_supervise??!1}}}};function tr(e,t){return t.account?e.find(({entry_id:e})=>e===t.account):e[0]}function W({phones:e,mine:t},n){return{phone:n===null?null:e.get(n)??null,mine:t}}var nr=3,rr=[`invalid_format`,`not_found`,`service_validation_error`,`home_assistant_error`];function ir(e){let t=B(B(e).response),n=z(t.number);return n===null?{kind:`unknown`}:{kind:`done`,number:n,readable:z(t.readable)??n,name:z(t.name)}}function ar(e){if(e===nr)return{kind:`unknown`};let t=B(e).error,{code:n,message:r,translation_domain:i,translation_key:a,translation_placeholders:o}=B(typeof t==`object`&&t?t:e);if(n===`unauthorized`)return{kind:`not_permitted`};if(!rr.includes(n)||a===`outcome_unknown`)return{kind:`unknown`};let s=lr(o),c=cr(a,s);if(c!==null)return{kind:`limit`,seconds:c};let[l,u]=[z(i),z(a)];return{kind:`refused`,translation:l&&u?{domain:l,key:u,placeholders:s}:null,message:z(r)??String(n)}}function or(e){let t=B(B(e).response),n=t.allowed;if(typeof n!=`boolean`)return null;let r=z(t.rule),i=lr(t.placeholders);return{readable:z(t.readable),name:z(t.name),isAllowed:n,rule:r,reason:z(t.reason),translation:r?{domain:`jingl`,key:r,placeholders:i}:null,seconds:cr(r,i)}}function sr(e){return/^[2-9]\d{7}$/.test(V(e))}function cr(e,t){let n=Number(t.seconds);return e===`too_many_calls`&&n>0?n:null}function lr(e){return Object.fromEntries(Object.entries(B(e)).map(([e,t])=>[e,String(t)]))}var G={free:`state_free`,ringing:`state_ringing`,calling:`state_calling`,on_call:`state_on_call`,on_hold:`state_on_hold`,busy:`state_busy`,offline:`state_offline`,unknown:`state_unknown`},ur={inbound:`inbound`,outbound:`outbound`,internal:`internal`},dr={call:`call`,transfer:`transfer`,consult:`consult`,monitor:`monitor`,coach:`coach`,barge:`barge`},fr={changed:`ask_changed`,ringing:`ask_ringing`,busy:`ask_busy`,offline:`ask_offline`,unknown:`ask_unknown`},pr={my_phone_cannot_call:`my_phone_cannot_call`,is_my_phone:`is_my_phone`,no_call:`no_call`,no_call_there:`no_call_there`,not_permitted:`not_permitted`},mr={call:`sending_call`,transfer:`sending_transfer`,consult:`sending_call`,monitor:`sending_join`,coach:`sending_join`,barge:`sending_join`},hr={call:`done_call`,transfer:`done_transfer`,consult:`done_consult`,monitor:`done_join`,coach:`done_join`,barge:`done_join`};function gr(e){return e?.isCounting?`off`:`polite`}async function _r(e,t,n,r,i){switch(e.kind){case`done`:return{text:r(hr[t],{name:n}),tone:`good`,isCalling:t===`call`};case`unknown`:return{text:r(`outcome_unknown`),tone:`bad`};case`not_permitted`:return{text:r(`not_permitted`),tone:`bad`};case`refused`:return e.translation?.key===`invalid_number`?{text:vr(e.translation.placeholders.number??n,r),tone:`bad`}:{text:await yr(e.translation,i)||e.message,tone:`bad`}}}function vr(e,t){return sr(e)?t(`needs_area_code`,{number:e}):t(`incomplete`,{number:e})}async function yr(e,t){if(!e)return``;let{domain:n,key:r,placeholders:i}=e;try{return(await t.loadBackendTranslation(`exceptions`,n))(`component.${n}.exceptions.${r}.message`,i)}catch{return``}}var br=new kn;function xr(e,t){let n=performance.now();return br.begin(t,n)??Sr(e,t,n)}async function Sr(e,t,n){let{service:r,data:i,target:a}=t,o;try{o=ir(await e.callService(`jingl`,r,i,{device_id:a},!1,!0))}catch(e){o=ar(e)}return br.end(t,n,performance.now(),o.kind),o}async function Cr(e,{handset:t,state:n},r){let i=n===`on_call`?`transfer_call`:`create_call`,a={device_id:t.device_id};try{let t=or(await e.callService(`jingl`,`check_number`,{number:r,action:i},a,!1,!0));return t&&{...t,reason:await wr(t,e)}}catch{return null}}async function wr({translation:e,reason:t},n){return await yr(e,n)||t}var Tr={quiet:null,good:15e3,bad:12e4},Er=3e4,Dr={typed:``,picked:null},Or=class{constructor(){this.hint=null,this.draft=Dr,this.wanted=``,this.draw=()=>void 0}say(e){let t=e&&Tr[e.tone];this.show(e,()=>this.say(null),t)}count(e,t){let n=e-performance.now();if(n>0){let r=Math.ceil(n/1e3);this.show(t(r),()=>this.count(e,t),n-(r-1)*1e3)}else this.say(null)}show(e,t,n){clearTimeout(this.timer),this.hint=e,n!==null&&(this.timer=setTimeout(t,n)),this.draw()}},K=[];function kr(e,t){let n={name:e,board:t};K.push(n),setTimeout(()=>{let e=K.indexOf(n);e>=0&&(K.splice(e,1),t.say(null))},Er)}function Ar(e){let t=K.findIndex(t=>t.name===e);return K.splice(t,t<0?0:1)[0]?.board??new Or}var jr=class{constructor(e){this.host=e,this.name=``,this.board=new Or,this.forget=()=>{this.board.say(null)},e.addController(this)}get hint(){return this.board.hint}get draft(){return this.board.draft}set draft(e){this.board.draft=e,this.board.draw()}hostConnected(){this.board=Ar(this.name),this.board.draw=()=>this.host.requestUpdate()}hostDisconnected(){kr(this.name,this.board)}async send(e,t,n,r,i,a=!1){let{board:o}=this;if(!i.connected)return o.say({text:r(`not_sent`),tone:`bad`}),null;let s=JSON.stringify(e),c=xr(i,e);if(c===`busy`)return s!==o.wanted&&o.say({text:r(`in_flight`),tone:`bad`}),null;if(o.wanted=s,c===`doubtful`)return o.say({text:r(`may_have_worked`),tone:`bad`}),null;o.say({text:r(mr[t],{name:n}),tone:`quiet`});let l=await c;if(l.kind===`limit`)return o.count(performance.now()+l.seconds*1e3,e=>({text:r(`limit`,{time:mn(e)}),tone:`bad`,isCounting:e<l.seconds})),l;let u=l.kind===`done`&&!a?l.name??l.readable:null;return o.say(await _r(l,t,u??n,r,i)),l}say(e){this.board.say(e)}},Mr=`jingl-phones-chooser`,Nr=`button, label, [role=option]`,Pr=[`pointerdown`,`pointercancel`,`keydown`,`keyup`,`click`],Fr=class{constructor(e,t,n){this.host=e,this.look=t,this.missed=n,this.down=null,e.addController(this)}get drawn(){return this.down?.drawn??null}hostConnected(){for(let e of Pr)window.addEventListener(e,this,!0)}hostDisconnected(){for(let e of Pr)window.removeEventListener(e,this,!0);this.down=null}handleEvent(e){switch(e.type){case`pointerdown`:this.begin(e);break;case`keydown`:this.key(e);break;case`click`:this.click(e),this.endSoon();break;case`keyup`:this.endSoon();break;case`pointercancel`:this.down=null}}begin(e){this.down={drawn:this.look(),control:Ir(e)}}key(e){(e.key===`Enter`||e.key===` `)&&(e.repeat?e.key===`Enter`&&Ir(e)&&this.isInside(e)&&e.preventDefault():this.begin(e))}click(e){let t=Ir(e);this.down&&t&&this.isInside(e)&&t!==this.down.control&&(e.preventDefault(),e.stopPropagation(),this.missed(e))}endSoon(){let{down:e}=this;setTimeout(()=>{this.down===e&&(this.down=null)})}isInside(e){return e.composedPath().includes(this.host)}};function Ir(e){return e.composedPath().filter(e=>e instanceof Element).find(e=>e.matches(Nr))??null}function q(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var Lr=1296e5,J=class extends k{constructor(...e){super(...e),this.view=null,this.isChoosing=!1,this.t=M(`en`),this.acted=null,this.caller=new jr(this),this.press=new Fr(this,()=>this.view,e=>this.missed(e)),this.kept=null,this.today=0,this.isTalking=!1,this.tomorrow=0,this.reader=new er,this.focused=null,this.refresh=()=>{this.view=this.read(),this.view||this.requestUpdate()},this.time=e=>hn(e,{language:this.home?.language??`en`,timeFormat:this.home?.locale.time_format,timeZone:this.timeZone})}setConfig(e){this.config=e,this.caller.name=JSON.stringify(e),this.refresh()}getGridOptions(){return{columns:`full`,min_columns:3,rows:`auto`}}get hass(){return this.home}set hass(e){let t=this.home;this.home=e,t?.language!==e.language&&this.speak(e.language),t?.connection!==e.connection&&this.isConnected&&this.listen(e),(t?.connected!==e.connected||t.locale!==e.locale)&&this.requestUpdate(),Date.now()>=this.tomorrow&&this.requestUpdate(),t?.config.components!==e.config.components&&this.accounts?.retry(),(t?.states!==e.states||t.areas!==e.areas)&&this.refresh()}connectedCallback(){super.connectedCallback(),this.home&&this.listen(this.home),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.accounts?.remove(this.refresh),this.myPhone?.remove(this.refresh)}listen(e){this.accounts?.remove(this.refresh),this.myPhone?.remove(this.refresh),this.accounts=R(e.connection),this.myPhone=Qt(e),this.accounts.add(this.refresh),this.myPhone.add(this.refresh),this.refresh()}speak(e){this.t=M(e),N(e).then(e=>{e&&this.home&&(this.t=M(this.home.language))})}read(){let{home:e,config:t,accounts:n,myPhone:r,kept:i}=this;if(!e||!t||!r||n?.current.kind!==`known`)return null;let a=r.of.bind(r);return this.reader.read({accounts:n.current.accounts,options:t,home:e,chosen:a,kept:i})}willUpdate(e){let t=yn(Date.now(),this.timeZone);t!==this.today&&(this.today=t,this.tomorrow=yn(t+Lr,this.timeZone));let n=this.view?.mine?.state===`on_call`;n&&!this.isTalking&&this.caller.hint?.isCalling&&this.caller.forget(),this.isTalking=n,this.focused=this.shadowRoot?.activeElement??null}updated(e){let{focused:t}=this;t?.isConnected&&t!==this.shadowRoot?.activeElement&&t.focus(),this.isChoosing&&e.has(`isChoosing`)?this.chooser?.updateComplete.then(()=>this.chooser?.focus()):t?.matches(`jingl-phones-chooser`)&&!t.isConnected&&this.renderRoot.querySelector(`.mine`)?.focus()}notices({phones:e,mine:t}){let{t:n}=this;return C`
      ${this.home?.connected?T:C`<p class="lost" role="alert">${n(`disconnected`)}</p>`}
      ${this.isChoosing?C`<jingl-phones-chooser
              .t=${n}
              .handsets=${Gt([...e.values()].map(({handset:e})=>e))}
              .chosen=${t?.handset.device_id??null}
              @jingl-choose=${this.choose}
            ></jingl-phones-chooser>`:T}
    `}myPhoneButton({mine:e}){let{t}=this;return C`<button
      class="button mine"
      data-state=${e?.state??`unknown`}
      aria-expanded=${this.isChoosing?`true`:`false`}
      @click=${this.toggleChooser}
    >
      <span class="dot"></span>
      <span class="quiet">${t(`my_phone`)}:</span>
      <bdi>${e?.handset.name??t(`choose`)}</bdi>
      ${e?C`<span class="words">${t(G[e.state])}</span>`:T}
      ${L(`M7.41,8.58L12,13.17L16.59,8.58L18,10L12,16L6,10L7.41,8.58Z`)}
    </button>`}nothingToDraw(){let{t:e,home:t,config:n}=this,r=this.accounts?.current;if(!n||r?.kind!==`known`)return r?.kind===`absent`?e(`absent`):``;let i=tr(r.accounts,n);if(i){let t={account:i.title};return i.state===`failed`?e(`account_failed`,t):e(`account_loading`,t)}return t?.user?.is_admin?r.accounts.length?e(`account_gone`):e(`absent`):e(`not_visible`)}isMissed({missed:e}){return e!==null&&e.at>=this.today}get timeZone(){let{locale:e,config:t}=this.home??{};return e?.time_zone===`server`?t?.time_zone:void 0}missed(e){let t=e.composedPath().filter(e=>e instanceof HTMLElement);this.acted=t.find(({dataset:e})=>e.key!==void 0)?.dataset.key??null,this.caller.say({text:this.t(`moved`),tone:`bad`})}async dialNumber(e,t,n){let{home:r,t:i}=this,{deed:a,number:o,name:s}=e,{mine:c,rights:l}=n,u=Hn(a,W(t,null),W(n,null),l,!1);if(u.kind===`choose`)this.isChoosing=!0;else if(u.kind===`cannot`)this.caller.say({text:i(pr[u.obstacle],{state:this.stateOf(c)}),tone:`bad`});else if(u.kind===`ask`)this.caller.say({text:i(`call_changed`),tone:`bad`});else if(r&&c){let e=Cn(a,c.handset,o),t=await this.caller.send(e,a,s,i,r);if(t?.kind===`done`)return fn(r).add(n.account.entry_id,t),this.requestUpdate(),!0}return!1}stateOf(e){return this.t(G[e?.state??`unknown`])}toggleChooser(){this.isChoosing=!this.isChoosing}choose({detail:e}){let{view:t,myPhone:n}=this;if(this.isChoosing=!1,!e||!t||!n)return;let{device:r,isEverywhere:i}=e;n.choose(t.account.entry_id,r,i).catch(()=>{this.caller.say({text:this.t(`choose_failed`),tone:`bad`})})}};q([I()],J.prototype,`config`,void 0),q([I()],J.prototype,`view`,void 0),q([I()],J.prototype,`isChoosing`,void 0),q([I()],J.prototype,`t`,void 0),q([I()],J.prototype,`acted`,void 0),q([It(Mr)],J.prototype,`chooser`,void 0);function Rr(e,t){let n=e.flatMap(({handset:e,missed:n})=>n&&n.at>=t?[{handset:e,call:n}]:[]).sort((e,t)=>t.call.at-e.call.at),r=/* @__PURE__ */ new Map;for(let{handset:e,call:t}of n){let{device_id:n,name:i}=e,{caller:a,isNamed:o,number:s,at:c}=t,l=a===null?`withheld ${n}`:`party ${o?a:V(a)}`,u=r.get(l);u?u.calls.push({device:n,name:i,at:c}):r.set(l,{key:l,caller:a,isNamed:o,number:s,calls:[{device:n,name:i,at:c}]})}return[...r.values()]}var Y=h`
  :host {
    --text: var(--primary-text-color, #141414);
    --quiet: color-mix(in srgb, var(--secondary-text-color, #5e5e5e) 85%, var(--text));
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent: var(--primary-color, #03a9f4);
    /* Mixed with the text's colour, so that any theme's accent can be read on its background. */
    --accent-text: color-mix(in srgb, var(--accent) 60%, var(--text));
    --error: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
  }
  [hidden] {
    display: none !important;
  }
  svg {
    inline-size: 24px;
    block-size: 24px;
    fill: currentColor;
    flex: none;
    display: block;
    /* Nothing juts out; a clip would only be one more thing to keep for each. */
    overflow: visible;
  }
  bdi {
    unicode-bidi: isolate;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  button:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    padding-inline: 14px;
    border-radius: 22px;
    border: 1px solid var(--line);
    font-weight: 500;
    font-size: 14px;
    white-space: nowrap;
  }
  .button svg {
    inline-size: 18px;
    block-size: 18px;
  }
  .button:hover {
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .button.filled {
    /* For wall tablets whose browser knows no relative colours. */
    background: #00709a;
    /* Dark enough for white, whatever the theme's colour is. */
    background: oklch(from var(--accent) min(l, 0.52) c h);
    border-color: transparent;
    color: #fff;
  }
  .button.filled:hover {
    background: oklch(from var(--accent) min(l, 0.46) c h);
  }
  .button.tinted {
    background: color-mix(in srgb, var(--accent) 14%, transparent);
    border-color: transparent;
    color: var(--accent-text);
  }
  .button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  .words {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`,zr=h`
  [data-state] {
    --state: var(--disabled-text-color, #9e9e9e);
  }
  [data-state="free"] {
    --state: var(--green-color, #4caf50);
  }
  [data-state="ringing"],
  [data-state="calling"] {
    --state: var(--orange-color, #ff9800);
  }
  [data-state="on_call"],
  [data-state="busy"] {
    --state: var(--red-color, #e53935);
  }
  [data-state="on_hold"] {
    --state: var(--purple-color, #9c27b0);
  }
`,Br=class extends J{static{this.styles=[Y,zr,Mt,h`
      p {
        margin: 0;
      }
      .calls {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
        align-items: start;
        gap: 0 16px;
        margin: 0 -5px;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 10px;
        min-block-size: 44px;
        padding-block: 6px;
        /* Room for the outlines, which would be cut off otherwise. */
        padding-inline: 5px;
        content-visibility: auto;
        contain-intrinsic-block-size: auto 44px;
      }
      .icon {
        inline-size: 40px;
        block-size: 40px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        color: var(--error);
        background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
      }
      .icon svg {
        inline-size: 22px;
        block-size: 22px;
      }
      .who {
        flex: 1 1 120px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .name {
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      .facts {
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .fact {
        display: inline-block;
      }
      li .button {
        margin-inline-start: auto;
      }
      li .hint {
        flex-basis: 100%;
        padding-block: 4px;
        padding-inline-start: 50px;
      }
    `]}static getConfigForm(){return jt(Ot)}static getStubConfig(){return{}}setConfig(e){mt(e),super.setConfig(e)}getCardSize(){return 1+(this.view?this.parties(this.view).length:2)}render(){let{t:e,view:t}=this;return C`<div class="card">
      <div class="title"><h2>${e(`missed_calls`)}</h2></div>
      ${t?this.body(t):C`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`}body(e){let t=this.parties(e),{hint:n}=this.caller,r=!e.shown.length||e.shown.some(({state:e})=>e!==`unknown`),i=t.some(({key:e})=>e===this.acted);return C`
      ${this.notices(e)}
      <div
        class="hint ${i?`words`:n?.tone??``}"
        role="status"
        aria-live=${gr(n)}
      >${n?.text??``}</div>
      ${t.length?C`<ul class="calls" role="list">
              ${pt(t,({key:e})=>e,(t,n)=>this.row(t,n,e))}
            </ul>`:C`<p>${this.t(r?`no_missed_calls`:`state_unknown`)}</p>`}
    `}row(e,t,{book:n,rights:r}){let{t:i}=this,{key:a,caller:o,isNamed:s,number:c,calls:l}=e,u=this.acted===a?this.caller.hint:null;return C`<li data-key=${a}>
      <span class="icon">${L(d)}</span>
      <div class="who">
        <div class="name" id="name-${t}"><bdi>${o??i(`withheld`)}</bdi></div>
        <div class="facts">
          ${c!==null&&s?C`<span class="fact"><bdi dir="ltr">${n.readable(c)}</bdi> ·</span> `:T}
          ${l.map(({name:e,at:t},n)=>C`${n?C`<span aria-hidden="true"> · </span>`:T}<span class="fact"
                  ><bdi>${e}</bdi> ${this.time(t)}</span
                >`)}
        </div>
      </div>
      ${c!==null&&r.mayChoose?C`<button
              class="button"
              aria-describedby="name-${t}"
              @click=${e=>this.callBack(e,a)}
            >
              ${L(ee)}${i(`call_back`)}
            </button>`:T}
      ${u?C`<div class="hint ${u.tone}" aria-hidden="true">${u.text}</div>`:T}
    </li>`}parties({shown:e}){return Rr(e,this.today)}callBack(e,t){let n=this.read(),r=this.press.drawn??n,i=r&&this.parties(r).find(e=>e.key===t);if(e.detail>1||!n||!r||!i||i.number===null)return;this.acted=t;let{number:a,caller:o}=i;this.dialNumber({deed:`call`,number:a,name:o??a},r,n)}choose(e){super.choose(e);let t=this.view?this.parties(this.view).findIndex(({key:e})=>e===this.acted):-1;this.renderRoot.querySelector(`[aria-describedby="name-${t}"]`)?.focus()}},Vr=`jingl-calls-card`,X=class extends k{constructor(...e){super(...e),this.handsets=[],this.chosen=null,this.isEverywhere=!1}static{this.styles=[Y,h`
      section {
        border: 1px solid var(--line);
        border-radius: 12px;
        padding: 12px;
        margin-block-end: 12px;
        color: var(--text);
      }
      h3 {
        margin: 0;
        font-size: 16px;
        line-height: 22px;
        font-weight: 500;
      }
      p {
        margin: 0 0 8px;
        font-size: 13px;
        color: var(--quiet);
      }
      .phones {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        max-block-size: 300px;
        overflow-y: auto;
        padding: 3px;
      }
      .phones .button {
        white-space: normal;
      }
      .extension {
        color: var(--quiet);
        font-weight: 400;
      }
      .filled .extension {
        color: inherit;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        margin-block-start: 8px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 44px;
        font-size: 14px;
        cursor: pointer;
      }
      input {
        inline-size: 18px;
        block-size: 18px;
        accent-color: var(--accent);
      }
      .buttons {
        display: flex;
        gap: 6px;
      }
    `]}render(){let{t:e,chosen:t}=this;return C`<section aria-labelledby="title" @keydown=${this.escape}>
      <h3 id="title">${e(`choose_title`)}</h3>
      <p>${e(`choose_why`)}</p>
      <div class="phones">
        ${pt(this.handsets,({device_id:e})=>e,({device_id:e,name:n,extension:r})=>C`<button
            class="button ${e===t?`filled`:``}"
            aria-pressed=${e===t?`true`:`false`}
            @click=${()=>this.choose(e)}
          >
            <bdi>${n}</bdi><span class="extension">${r}</span>
          </button>`)}
      </div>
      <div class="end">
        <label>
          <input type="checkbox" .checked=${this.isEverywhere} @change=${this.toggle} />
          ${e(`choose_everywhere`)}
        </label>
        <div class="buttons">
          ${t===null?``:C`<button class="button" @click=${()=>this.choose(null)}>
                  ${e(`choose_none`)}
                </button>`}
          <button class="button" @click=${this.cancel}>${e(`cancel`)}</button>
        </div>
      </div>
    </section>`}focus(){this.renderRoot.querySelector(`.filled, .button`)?.focus()}toggle(e){this.isEverywhere=e.target.checked}choose(e){let t={device:e,isEverywhere:this.isEverywhere};this.dispatchEvent(new CustomEvent(`jingl-choose`,{detail:t}))}cancel(){this.dispatchEvent(new CustomEvent(`jingl-choose`,{detail:null}))}escape(e){e.key===`Escape`&&(e.stopPropagation(),this.cancel())}};q([F({attribute:!1})],X.prototype,`handsets`,void 0),q([F({attribute:!1})],X.prototype,`chosen`,void 0),q([F({attribute:!1})],X.prototype,`t`,void 0),q([I()],X.prototype,`isEverywhere`,void 0);var Hr=/* @__PURE__ */ new Set,Ur,Wr=class extends HTMLElement{constructor(...e){super(...e),this.start=null,this.shown=new Text}set since(e){this.start=e,this.tick(Date.now())}connectedCallback(){this.setAttribute(`aria-hidden`,`true`),this.append(this.shown),this.tick(Date.now()),Hr.add(this),Ur??=setInterval(()=>{let e=Date.now();for(let t of Hr)t.tick(e)},1e3)}disconnectedCallback(){Hr.delete(this),Hr.size||(clearInterval(Ur),Ur=void 0)}tick(e){let t=this.start===null?``:pn(this.start,e);this.shown.data!==t&&(this.shown.data=t)}},Gr=class extends k{constructor(...e){super(...e),this.phone=null}static{this.styles=[Y,zr,h`
      .space {
        display: grid;
        grid-template-rows: 0fr;
        transition: grid-template-rows 0.2s ease;
      }
      .space.open {
        grid-template-rows: 1fr;
      }
      .clip {
        overflow: hidden;
        min-block-size: 0;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 44px;
        box-sizing: border-box;
        padding: 8px 14px;
        margin-block-end: 12px;
        border-radius: 10px;
        color: var(--text);
        background: color-mix(in srgb, var(--state) 14%, transparent);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
        font-size: 14px;
        line-height: 18px;
        overflow-wrap: anywhere;
      }
      .who span {
        color: var(--quiet);
      }
      strong {
        font-weight: 500;
      }
      jingl-call-timer {
        display: block;
        contain: size layout style;
        inline-size: 4em;
        block-size: 24px;
        line-height: 24px;
        text-align: end;
        font-size: 18px;
        font-variant-numeric: tabular-nums;
      }
      @media (prefers-reduced-motion: reduce) {
        .space {
          transition: none;
        }
      }
    `]}render(){let e=this.phone&&H(this.phone)?this.phone:null;return C`<div class="space ${e?`open`:``}">
      <div class="clip">${e?this.bar(e):T}</div>
    </div>`}bar(e){let{t}=this,n=[e.party&&e.state!==`on_call`?t(G[e.state]):null,e.direction&&t(ur[e.direction]),e.isRecorded&&e.state===`on_call`?t(`recording`):null].filter(Boolean);return C`<div class="bar" data-state=${e.state} role="group" aria-label=${t(`my_phone`)}>
      ${L(Lt[e.state])}
      <div class="who">
        <strong><bdi>${e.party??t(G[e.state])}</bdi></strong>
        <span>
          ${e.number?C`<bdi dir="ltr">${this.book.readable(e.number)}</bdi> · `:T}${n.join(` · `)}
        </span>
      </div>
      <div><jingl-call-timer .since=${e.since}></jingl-call-timer></div>
    </div>`}};q([F({attribute:!1})],Gr.prototype,`phone`,void 0),q([F({attribute:!1})],Gr.prototype,`t`,void 0),q([F({attribute:!1})],Gr.prototype,`book`,void 0);var Kr={comma_decimal:[`en-US`,`en`],decimal_comma:[`de`,`es`,`it`],space_comma:[`fr`,`sv`,`cs`],quote_decimal:`de-CH`};function qr(e,t,n=`language`){return n===`none`?e.toLocaleString(`en-US`,{useGrouping:!1}):e.toLocaleString(n===`system`?void 0:Kr[n]??t)}function Jr(e,t,n){let{platform:r,device_id:i}=e[t]??{};if(r!==`jingl`)return null;let a=Object.entries(e).some(([e,t])=>e.startsWith(`event.`)&&t?.device_id===i);return i&&a?[{type:n,handsets:[i]},{type:n}]:[{type:n}]}var Yr=h`
:host {
  container: phones / inline-size;
}
.tiles {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
  align-items: start;
  gap: 4px;
  margin: -3px;
}
.compact .tiles {
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
  gap: 0;
}
`;function Xr(e){let t=e.order;if(t!==void 0&&!Yn.some(e=>e===t))throw Error(`order: one of ${Yn.join(`, `)}`);mt(e)}var Zr=`jingl-phones-card`,Qr=`jingl-phones-tile`,$r=`jingl-phones-dial`,ei=`jingl-phones-call`,ti=`jingl-call-timer`;function ni(){let e=M(P()),t=Yn.map(t=>({value:t,label:e(kt[t])}));return jt([...Ot,{name:`order`,default:`name`,selector:{select:{mode:`dropdown`,options:t}}},{type:`grid`,name:``,schema:[{name:`dial`,default:!0,selector:{boolean:{}}},{name:`one_tap`,default:!1,selector:{boolean:{}}},{name:`hide_offline`,default:!1,selector:{boolean:{}}},{name:`compact`,default:!1,selector:{boolean:{}}}]}])}var ri=60;function ii(e){return e!==null&&e.state!==`offline`&&e.state!==`unknown`}var ai=class extends J{constructor(...e){super(...e),this.opened=null,this.drawn=ri,this.tapped=null,this.check=async e=>{let t=this.view?.mine;return this.home?.connected&&t?Cr(this.home,t,e):null}}static{this.styles=[Y,zr,Mt,Yr]}static getConfigForm(){return ni()}static getStubConfig(){return{}}static getEntitySuggestion(e,t){let n=M(e.language);return Jr(e.entities,t,`custom:jingl-phones-card`)?.map(e=>({label:e.handsets?n(`suggest_one`):n(`suggest_all`),config:e}))??null}setConfig(e){Xr(e),this.opened=null,super.setConfig(e)}getCardSize(){return 4+Math.ceil((this.view?.shown.length??4)/2)}disconnectedCallback(){super.disconnectedCallback(),this.watcher?.disconnect()}willUpdate(e){if(this.opened&&!this.view?.phones.has(this.opened.device)&&(this.opened=null),this.opened?.ask&&this.view){let{device:e,ask:t}=this.opened,n=Un(t,W(this.view,e),this.view.rights);n!==t&&(this.opened={device:e,ask:n})}e.has(`opened`)&&!!e.get(`opened`)!=!!this.opened&&(this.kept=this.opened&&(this.view?.shown.map(({handset:e})=>e.device_id)??null),this.view=this.read()),super.willUpdate(e)}updated(e){super.updated(e),this.watcher?.disconnect(),this.more&&(this.watcher??=new IntersectionObserver(e=>{e.some(({isIntersecting:e})=>e)&&(this.drawn+=ri)},{rootMargin:`300px`}),this.watcher.observe(this.more))}render(){let{t:e,view:t}=this;return C`<div class="card ${this.config?.compact?`compact`:``}">
      <div class="title">
        <h2>${e(`title`)}</h2>
        ${t?this.summary(t):T}
        ${t?.rights.mayChoose?this.myPhoneButton(t):T}
      </div>
      ${t?this.body(t):C`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`}body(e){let{t,config:n}=this,{shown:r,mine:i,account:a,book:o}=e,s=r.slice(0,this.drawn);return C`
      ${this.notices(e)}
      <jingl-phones-call .t=${t} .phone=${i} .book=${o}></jingl-phones-call>
      ${this.dialField(e)}
      <div class="tiles" role="list" @jingl-tile=${this.tile}>
        ${pt(s,({handset:e})=>e.device_id,r=>C`<jingl-phones-tile
            role="listitem"
            data-key=${r.handset.device_id}
            .phone=${r}
            .t=${t}
            .time=${this.time}
            .offer=${this.opened?.device===r.handset.device_id?this.offer(r,e):null}
            .mine=${r===i}
            .missed=${this.isMissed(r)}
            ?compact=${n?.compact}
          ></jingl-phones-tile>`)}
      </div>
      ${r.length>s.length?C`<div class="more" style="block-size:${(r.length-s.length)*24}px"></div>`:T}
      ${r.length?T:C`<p>${a.handsets.length?t(`none_match`):t(`no_handsets`)}</p>`}
    `}dialField({account:e,mine:t,book:n,rights:r}){let{t:i}=this,{hint:a}=this.caller;if(!r.mayChoose||this.config?.dial===!1)return C`<div
        class="hint ${a?.tone??``}"
        role="status"
        aria-live=${gr(a)}
        ?data-reserved=${r.mayChoose}
      >${a?.text??``}</div>`;let o={text:this.advice(t),tone:`quiet`};return C`<jingl-phones-dial
      .t=${i}
      .mine=${t}
      .book=${n}
      .recents=${this.home?fn(this.home).of(e.entry_id):[]}
      .hint=${a??o}
      .isAnswer=${a!==null}
      .check=${this.check}
      .draft=${this.caller.draft}
      @jingl-dial=${this.dialled}
      @jingl-typed=${this.typed}
    ></jingl-phones-dial>`}summary({shown:e}){let{t,home:n}=this,r=({length:e})=>({count:qr(e,n?.language??`en`,n?.locale.number_format)}),i=e.filter(e=>this.isMissed(e)),a=e.filter(({state:e})=>e===`unknown`);return C`<span class="summary">${[t(`count_free`,r(e.filter(({state:e})=>e===`free`))),t(`count_busy`,r(e.filter(H))),...a.length?[t(`count_unavailable`,r(a))]:[],...i.length?[t(`count_missed`,r(i))]:[]].join(` · `)}</span>`}advice(e){let{t}=this;return e?ii(e)?e.state===`on_call`?t(`transfer_hint`):t(`dial_hint`):this.cannotCall(e):t(`no_phone_hint`)}cannotCall(e){return this.t(`my_phone_cannot_call`,{state:this.stateOf(e)})}offer(e,{mine:t,rights:n}){return{deeds:Vn({phone:e,mine:t},n),ask:this.opened?.ask??null,note:this.note(e,t),mayCallBack:ii(t)&&this.isMissed(e)&&e.missed?.number!==null}}note(e,t){let{t:n}=this,{hint:r}=this.caller;return r&&this.acted===e.handset.device_id?r:e===t?{text:n(`is_my_phone`),tone:`quiet`}:t&&!ii(t)?{text:this.cannotCall(t),tone:`bad`}:null}tile(e){let{detail:t}=e,{phone:n}=e.target,r=n.handset.device_id,i=this.read(),a=this.press.drawn??i;if(!i||!a)return;let o=[W(a,r),W(i,r),i.rights];switch(t.kind){case`tap`:this.opened?.device===r?this.opened=null:(this.acted=null,this.follow(Bn(...o,this.config?.one_tap??!1),r,i));break;case`deed`:this.acted=r,this.follow(Hn(t.deed,...o,t.isConfirmed),r,i);break;case`call_back`:{let e=o[0].phone?.missed;if(this.acted=r,e?.number){let{number:t,caller:n}=e;this.dialNumber({deed:`call`,number:t,name:n??t},a,i)}break}case`cancel`:this.opened=this.opened?.ask?{device:r,ask:null}:null;break;case`more_info`:this.moreInfo(n)}}follow(e,t,n){switch(e.kind){case`cannot`:{let r=n.phones.get(t)?.handset.name??``;this.caller.say({text:this.t(pr[e.obstacle],{name:r,state:this.stateOf(n.mine)}),tone:`bad`}),this.opened={device:t,ask:null};break}case`open`:this.opened={device:t,ask:null};break;case`choose`:this.tapped=t,this.isChoosing=!0;break;case`ask`:this.opened={device:t,ask:{deed:e.deed,doubt:e.doubt,sight:W(n,t)}};break;case`do`:this.perform(e.deed,t,n)}}async perform(e,t,{phones:n,mine:r}){let{home:i,t:a}=this,o=n.get(t)?.handset;if(i&&r&&o){let n=Tn(e,r.handset,o);this.acted=t;let s=await this.caller.send(n,e,o.name,a,i,!0),c=this.opened!==null&&this.opened.device!==t;s&&!c&&(this.opened=s.kind===`done`?null:{device:t,ask:null})}}typed({detail:e}){this.caller.draft=e,this.caller.forget()}dialled(e){let t=this.read();t&&this.dialNumber(e.detail,this.press.drawn??t,t)}async dialNumber(e,t,n){let r=await super.dialNumber(e,t,n);return r&&(this.caller.draft=Dr),r}toggleChooser(){this.tapped=null,super.toggleChooser()}choose(e){let{tapped:t}=this;this.tapped=null,super.choose(e),t&&(this.opened={device:t,ask:null})}moreInfo({handset:e}){let{status:t,busy:n,call:r,last_missed_call:i}=e.entities,a=t??n??r??i;a&&this.dispatchEvent(new CustomEvent(`hass-more-info`,{detail:{entityId:a},bubbles:!0,composed:!0}))}};q([I()],ai.prototype,`opened`,void 0),q([I()],ai.prototype,`drawn`,void 0),q([It(`.more`)],ai.prototype,`more`,void 0);var oi=300,si={handset:s,favourite:ne,contact:e,recent:o},ci=[`1`,`2`,`3`,`4`,`5`,`6`,`7`,`8`,`9`,`*`,`0`,`#`,`+`],Z=class extends k{constructor(...e){super(...e),this.mine=null,this.recents=[],this.isAnswer=!1,this.draft=Dr,this.typed=``,this.picked=null,this.suggestions=[],this.active=-1,this.isListOpen=!1,this.isKeypadOpen=!1,this.checked=null}static{this.styles=[Y,h`
      :host {
        display: block;
        position: relative;
      }
      .field {
        display: flex;
        align-items: center;
        gap: 4px;
        border: 1px solid var(--line);
        border-radius: 28px;
        padding: 4px;
        padding-inline-start: 14px;
        color: var(--text);
      }
      .field:has(input:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: -1px;
      }
      .field > svg {
        color: var(--quiet);
        inline-size: 20px;
      }
      input {
        flex: 1;
        min-inline-size: 0;
        block-size: 44px;
        box-sizing: border-box;
        padding-inline: 8px;
        border: 0;
        border-radius: 8px;
        background: none;
        color: inherit;
        font: inherit;
        font-size: 16px;
        text-overflow: ellipsis;
      }
      /* The whole field has the outline. */
      input:focus-visible {
        outline: none;
      }
      input::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      .round {
        inline-size: 44px;
        block-size: 44px;
        display: grid;
        place-items: center;
        border-radius: 50%;
        color: var(--quiet);
        flex: none;
      }
      .round[aria-pressed="true"] {
        color: var(--accent-text);
        background: color-mix(in srgb, var(--accent) 14%, transparent);
      }
      .hint {
        font-size: 13px;
        line-height: 18px;
        min-block-size: 18px;
        padding-block: 6px 10px;
        padding-inline: 16px;
        color: var(--quiet);
        overflow-wrap: anywhere;
      }
      .hint.bad {
        color: var(--error);
      }
      .hint.good {
        color: var(--text);
      }
      .list {
        position: absolute;
        z-index: 4;
        inset-inline: 8px;
        margin: -4px 0 0;
        padding: 4px;
        list-style: none;
        border-radius: 12px;
        border: 1px solid var(--line);
        background: var(--surface);
        background: color-mix(in srgb, var(--surface), var(--card-background-color, #fff));
        color: var(--text);
        box-shadow: 0 6px 20px rgba(0, 0, 0, 0.25);
      }
      .list li {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 44px;
        padding-inline: 12px;
        border-radius: 8px;
        cursor: pointer;
        font-size: 14px;
      }
      .list li:hover,
      .list li[aria-selected="true"] {
        background: color-mix(in srgb, var(--accent) 16%, transparent);
      }
      .list svg {
        inline-size: 18px;
        color: var(--quiet);
      }
      .list .who {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .list .number {
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .transfers {
        display: flex;
        gap: 6px;
        flex-wrap: wrap;
        margin-block-start: 6px;
      }
      .keypad {
        display: grid;
        grid-template-columns: repeat(4, minmax(44px, 80px));
        justify-content: center;
        gap: 6px;
        margin-block-end: 10px;
      }
      .keypad .button {
        min-block-size: 48px;
        font-size: 18px;
      }
      /* As on a phone, with the other two keys beside. */
      .keypad :nth-child(3n + 1) {
        grid-column: 1;
      }
      .keypad .delete {
        grid-area: 1 / 4;
      }
      .keypad .plus {
        grid-area: 2 / 4;
      }
      @container phones (max-width: 420px) {
        .field {
          padding-inline-start: 8px;
        }
        .field > svg {
          display: none;
        }
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}willUpdate(e){let{typed:t,picked:n}=this.draft;e.has(`draft`)&&(t!==this.typed||n!==this.picked)&&this.set(this.draft),e.has(`book`)&&this.isListOpen&&this.open();let r=e.get(`mine`),i=r?.handset.device_id!==this.mine?.handset.device_id||r?.state!==this.mine?.state;e.has(`mine`)&&i&&this.checkSoon()}render(){let{t:e,isListOpen:t,suggestions:n,active:r}=this,i=t&&n.length>0;return C`
      <div class="field">
        ${L(`M9.5,3A6.5,6.5 0 0,1 16,9.5C16,11.11 15.41,12.59 14.44,13.73L14.71,14H15.5L20.5,19L19,20.5L14,15.5V14.71L13.73,14.44C12.59,15.41 11.11,16 9.5,16A6.5,6.5 0 0,1 3,9.5A6.5,6.5 0 0,1 9.5,3M9.5,5C7,5 5,7 5,9.5C5,12 7,14 9.5,14C12,14 14,12 14,9.5C14,7 12,5 9.5,5Z`)}
        <input
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          enterkeyhint="go"
          aria-autocomplete="list"
          aria-expanded=${i?`true`:`false`}
          aria-controls="list"
          aria-activedescendant=${i&&r>=0?`option-${r}`:T}
          aria-label=${e(`dial_label`)}
          aria-describedby="hint"
          placeholder=${e(`dial_label`)}
          .value=${this.typed}
          @input=${this.typing}
          @focus=${this.open}
          @blur=${this.close}
          @keydown=${this.key}
        />
        <button
          class="round"
          title=${e(`keypad`)}
          aria-label=${e(`keypad`)}
          aria-pressed=${this.isKeypadOpen?`true`:`false`}
          @click=${this.toggleKeypad}
        >
          ${L(`M12,19A2,2 0 0,0 10,21A2,2 0 0,0 12,23A2,2 0 0,0 14,21A2,2 0 0,0 12,19M6,1A2,2 0 0,0 4,3A2,2 0 0,0 6,5A2,2 0 0,0 8,3A2,2 0 0,0 6,1M6,7A2,2 0 0,0 4,9A2,2 0 0,0 6,11A2,2 0 0,0 8,9A2,2 0 0,0 6,7M6,13A2,2 0 0,0 4,15A2,2 0 0,0 6,17A2,2 0 0,0 8,15A2,2 0 0,0 6,13M18,5A2,2 0 0,0 20,3A2,2 0 0,0 18,1A2,2 0 0,0 16,3A2,2 0 0,0 18,5M12,13A2,2 0 0,0 10,15A2,2 0 0,0 12,17A2,2 0 0,0 14,15A2,2 0 0,0 12,13M18,13A2,2 0 0,0 16,15A2,2 0 0,0 18,17A2,2 0 0,0 20,15A2,2 0 0,0 18,13M18,7A2,2 0 0,0 16,9A2,2 0 0,0 18,11A2,2 0 0,0 20,9A2,2 0 0,0 18,7M12,7A2,2 0 0,0 10,9A2,2 0 0,0 12,11A2,2 0 0,0 14,9A2,2 0 0,0 12,7M12,1A2,2 0 0,0 10,3A2,2 0 0,0 12,5A2,2 0 0,0 14,3A2,2 0 0,0 12,1Z`)}
        </button>
        <button class="button filled" @click=${()=>this.send(`call`)}>
          ${L(Rt.call)}${e(`call`)}
        </button>
      </div>
      ${this.mine?.state===`on_call`&&this.typed.trim()?this.transfers():T}
      ${this.hintLine()}
      <ul
        class="list"
        id="list"
        role="listbox"
        aria-label=${e(`suggestions`)}
        ?hidden=${!i}
        @pointerdown=${this.keepFocus}
      >
        ${n.map((e,t)=>this.option(e,t))}
      </ul>
      ${this.isKeypadOpen?this.keypad():T}
    `}hintLine(){let e=this.checked&&!this.isAnswer?this.checked:this.hint;return C`<div id="hint" class="hint ${e.tone}" role="status" aria-live=${gr(e)}
      >${e.text}</div>`}option({kind:e,name:t,readable:n},r){return C`<li
      role="option"
      id="option-${r}"
      aria-selected=${r===this.active?`true`:`false`}
      @click=${()=>this.pick(r)}
    >
      ${L(si[e])}
      <span class="who"><bdi>${t??n}</bdi></span>
      <span class="number">${t===null?T:C`<bdi dir="ltr">${n}</bdi>`}</span>
    </li>`}keypad(){return C`<div class="keypad" role="group" aria-label=${this.t(`keypad`)} dir="ltr">
      ${ci.map(e=>C`<button
          class="button ${e===`+`?`plus`:``}"
          @click=${()=>this.press(e)}
        >
          ${e}
        </button>`)}
      <button
        class="button delete"
        aria-label=${this.t(`delete_digit`)}
        title=${this.t(`delete_digit`)}
        @click=${()=>this.edit(this.typed.slice(0,-1))}
      >
        ${L(`M19,15.59L17.59,17L14,13.41L10.41,17L9,15.59L12.59,12L9,8.41L10.41,7L14,10.59L17.59,7L19,8.41L15.41,12L19,15.59M22,3A2,2 0 0,1 24,5V19A2,2 0 0,1 22,21H7C6.31,21 5.77,20.64 5.41,20.11L0,12L5.41,3.88C5.77,3.35 6.31,3 7,3H22M22,5H7L2.28,12L7,19H22V5Z`)}
      </button>
    </div>`}transfers(){return C`<div class="transfers">
      ${[`transfer`,`consult`].map(e=>C`<button class="button tinted" @click=${()=>this.send(e)}>
          ${L(Rt[e])}${this.t(dr[e])}
        </button>`)}
    </div>`}typing(){this.edit(this.input.value),this.isListOpen=!0}press(e){this.edit(this.typed+e)}edit(e,t=null){let n={typed:e,picked:t};this.dispatchEvent(new CustomEvent(`jingl-typed`,{detail:n})),this.set(n)}set({typed:e,picked:t}){this.typed=e,this.picked=t,this.active=-1,this.suggestions=t?[]:this.book.suggest(e,this.recents),this.checkSoon()}open(){this.suggestions=this.picked?[]:this.book.suggest(this.typed,this.recents),this.isListOpen=!0}close(){this.isListOpen=!1,this.active=-1}keepFocus(e){e.preventDefault()}toggleKeypad(){this.isKeypadOpen=!this.isKeypadOpen}key(e){let{suggestions:t,active:n}=this;if(!e.isComposing){if(e.key===`ArrowDown`||e.key===`ArrowUp`){e.preventDefault(),this.isListOpen=!0;let r=e.key===`ArrowDown`?1:-1,i=t.length+1;this.active=(n+1+r+i)%i-1}else e.key===`Enter`&&!e.repeat?(e.preventDefault(),this.isListOpen&&n>=0?this.pick(n):this.send(`call`)):e.key===`Escape`&&(this.isListOpen&&t.length?this.close():this.edit(``))}}pick(e){let t=this.suggestions[e];t&&(this.edit(t.name??t.readable,t),this.isListOpen=!1)}send(e){let t=this.typed.trim();if(!t){this.input.focus();return}this.isListOpen=!1;let n={deed:e,number:this.picked?.number??t,name:t};this.dispatchEvent(new CustomEvent(`jingl-dial`,{detail:n}))}checkSoon(e=oi){clearTimeout(this.timer),this.timer=void 0,this.checked=null;let t=this.typed.trim();t&&this.mine&&(this.timer=setTimeout(()=>void this.checkNow(t),e))}async checkNow(e){let{picked:t,timer:n}=this,r=await this.check(t?.number??e);r&&n===this.timer&&(this.checked=this.hintOf(r,e),r.seconds!==null&&(this.timer=setTimeout(()=>this.checkSoon(0),r.seconds*1e3)))}hintOf({isAllowed:e,readable:t,name:n,rule:r,reason:i},a){let{t:o}=this;if(e){let e=t??a,[r,i]=this.mine?.state===`on_call`?[`would_reach`,`would_reach_number`]:[`would_call`,`would_call_number`];return{text:n?o(r,{name:n,number:e}):o(i,{number:e}),tone:`good`}}return r===`invalid_number`?{text:vr(a,o),tone:`quiet`}:r?.startsWith(`name_`)&&this.suggestions.length?null:{text:i??``,tone:`bad`}}};q([F({attribute:!1})],Z.prototype,`t`,void 0),q([F({attribute:!1})],Z.prototype,`mine`,void 0),q([F({attribute:!1})],Z.prototype,`book`,void 0),q([F({attribute:!1})],Z.prototype,`recents`,void 0),q([F({attribute:!1})],Z.prototype,`hint`,void 0),q([F({attribute:!1})],Z.prototype,`isAnswer`,void 0),q([F({attribute:!1})],Z.prototype,`check`,void 0),q([F({attribute:!1})],Z.prototype,`draft`,void 0),q([I()],Z.prototype,`typed`,void 0),q([I()],Z.prototype,`picked`,void 0),q([I()],Z.prototype,`suggestions`,void 0),q([I()],Z.prototype,`active`,void 0),q([I()],Z.prototype,`isListOpen`,void 0),q([I()],Z.prototype,`isKeypadOpen`,void 0),q([I()],Z.prototype,`checked`,void 0),q([It(`input`)],Z.prototype,`input`,void 0);var li={inbound:r,outbound:i,internal:re},Q=class extends k{constructor(...e){super(...e),this.offer=null,this.mine=!1,this.missed=!1,this.compact=!1,this.focused=null}static{this.styles=[Y,zr,h`
      :host {
        display: block;
        content-visibility: auto;
        contain-intrinsic-block-size: auto 66px;
        /* Room for the outlines, which would be cut off otherwise. */
        padding: 3px;
      }
      .tile {
        border: 1px solid var(--line);
        border-radius: var(--ha-card-border-radius, 12px);
        background: var(--surface);
        color: var(--text);
        position: relative;
      }
      .tile.open {
        border-color: transparent;
        outline: 2px solid var(--accent-text);
        outline-offset: -1px;
      }
      .tile[data-state="ringing"]::after,
      .tile[data-state="calling"]::after {
        content: "";
        position: absolute;
        inset: -2px;
        border-radius: inherit;
        border: 2px solid var(--state);
        animation: pulse 1.2s ease-in-out infinite alternate;
        pointer-events: none;
      }
      @keyframes pulse {
        to {
          opacity: 0.25;
        }
      }
      .head {
        display: grid;
        grid-template-columns: 40px minmax(0, 1fr) auto;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: 64px;
        padding: 10px 12px;
        text-align: start;
        border-radius: inherit;
      }
      /* Around the head alone, the ring would strike out what is below it. */
      .tile.open .head:focus-visible {
        outline-offset: -5px;
      }
      :host([compact]) .head {
        min-block-size: 48px;
        padding-block: 3px;
      }
      .icon {
        inline-size: 40px;
        block-size: 40px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        background: color-mix(in srgb, var(--state) 20%, transparent);
        color: color-mix(in srgb, var(--state) 75%, var(--text));
      }
      :host([compact]) .icon {
        inline-size: 32px;
        block-size: 32px;
      }
      :host([compact]) .head {
        grid-template-columns: 32px minmax(0, 1fr) auto;
        padding-inline: 8px;
      }
      :host([compact]) .pill .time {
        display: none;
      }
      .icon svg {
        inline-size: 22px;
        block-size: 22px;
      }
      .name,
      .state {
        display: flex;
        align-items: center;
        gap: 6px;
        min-inline-size: 0;
      }
      .name {
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      .state {
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
        gap: 4px;
      }
      /* Rather the tag is cut off than the name. */
      .tag {
        flex-shrink: 5;
      }
      .name bdi,
      .tag,
      .state bdi {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .state svg {
        inline-size: 13px;
        block-size: 13px;
      }
      .state span {
        white-space: nowrap;
      }
      .tag {
        font-size: 11px;
        line-height: 14px;
        padding-inline: 6px;
        border-radius: 8px;
        border: 1px solid var(--accent-text);
        color: var(--accent-text);
        font-weight: 400;
      }
      .pill {
        margin-inline-start: 4px;
        flex: none;
        display: inline-flex;
        align-items: center;
        gap: 4px;
        line-height: 18px;
        /* Rather than make its line higher, it reaches into the gaps around it. */
        margin-block: -1px;
        padding-inline: 7px;
        border-radius: 9px;
        color: var(--error);
        background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
      }
      .pill svg {
        inline-size: 13px;
        block-size: 13px;
      }
      .icon {
        position: relative;
      }
      .corner {
        position: absolute;
        inset-block-start: -3px;
        inset-inline-end: -3px;
        display: grid;
        place-items: center;
        inline-size: 18px;
        block-size: 18px;
        border-radius: 50%;
        color: var(--error);
        background: color-mix(in srgb, var(--error-color, #db4437) 14%, var(--surface));
        border: 1px solid var(--surface);
        box-sizing: border-box;
      }
      .icon .corner svg {
        inline-size: 12px;
        block-size: 12px;
      }
      .end {
        text-align: end;
        min-inline-size: 36px;
        font-variant-numeric: tabular-nums;
      }
      jingl-call-timer {
        display: block;
        /* Of a size of its own, so that a tick moves nothing else. */
        contain: size layout style;
        inline-size: 4em;
        block-size: 20px;
        font-size: 14px;
        line-height: 20px;
      }
      .extension {
        display: block;
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
      }
      .offline .name {
        color: var(--quiet);
        font-weight: 400;
      }
      .offer {
        padding: 0 12px 12px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      /* So that both ways to transfer have one row of a tile. */
      .buttons .button {
        font-size: 13px;
        padding-inline: 12px;
        gap: 6px;
      }
      p {
        margin: 0 0 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--quiet);
      }
      p.ask {
        color: var(--text);
        font-weight: 500;
      }
      p.bad {
        color: var(--error);
      }
      .buttons + p {
        margin: 8px 0 0;
        font-size: 12px;
      }
      @media (prefers-reduced-motion: reduce) {
        .tile::after {
          animation: none !important;
        }
      }
    `]}render(){let{phone:e,t,offer:n}=this,{handset:r,state:i}=e;return C`
      <div class=${`tile ${n?`open`:``} ${i===`offline`||i===`unknown`?`offline`:``}`} data-state=${i} @keydown=${this.escape}>
        <button
          class="head"
          aria-expanded=${n?`true`:`false`}
          aria-controls="offer"
          @click=${this.tap}
        >
          <span class="icon">${L(Lt[i])}${this.missedCorner()}</span>
          <span>
            <span class="name">
              <bdi>${r.name}</bdi>
              ${this.mine?C`<span class="tag">${t(`my_phone_tag`)}</span>`:T}
            </span>
            <span class="state"
              ><span>${t(G[i])}</span>${this.party()}
              ${this.missed?this.missedPill():T}</span
            >
          </span>
          <span class="end">
            ${e.since!==null&&i!==`free`?C`<jingl-call-timer .since=${e.since}></jingl-call-timer>`:T}
            <span class="words">${t(`extension`,{extension:r.extension})}</span>
            <span class="extension" aria-hidden="true"><bdi>${r.extension}</bdi></span>
          </span>
        </button>
        <div id="offer" class="offer" ?hidden=${!n}>
          ${n?this.offered(n):T}
        </div>
      </div>
    `}willUpdate(){this.focused=this.renderRoot.querySelector(`:focus`)}updated(){this.focused&&!this.focused.isConnected&&this.focus()}focus(){this.renderRoot.querySelector(`.head`)?.focus()}party(){let{phone:e,t}=this;return!e.party&&!e.direction?T:C`
      <span aria-hidden="true">·</span>
      ${e.direction?C`${L(li[e.direction])}<span class="words"
                >${t(ur[e.direction])}</span
              >`:T}
      <bdi>${e.party}</bdi>
    `}missedWords(){let{missed:e}=this.phone;if(!e)return``;let t=this.time(e.at);return e.caller?this.t(`missed_from`,{time:t,caller:e.caller}):this.t(`missed`,{time:t})}missedPill(){let{missed:e,since:t}=this.phone,n=C`<span class="words">${this.missedWords()}</span>`;return e&&t===null?C`<span class="pill" title=${this.missedWords()}>
          ${L(d)}<span class="time" aria-hidden="true">${this.time(e.at)}</span>
          ${n}
        </span>`:n}missedCorner(){return this.missed&&this.phone.since!==null?C`<span class="corner" title=${this.missedWords()}>${L(d)}</span>`:T}offered({deeds:e,ask:t,note:n,mayCallBack:r}){let{t:i,phone:a}=this;if(t){let e={name:a.handset.name,state:i(G[a.state])};return C`
        <p class="ask" role="alert">${i(fr[t.doubt],e)}</p>
        <div class="buttons">
          <button class="button filled" @click=${()=>this.deed(t.deed,!0)}>
            ${L(Rt[t.deed])}${i(dr[t.deed])}
          </button>
          <button class="button" @click=${()=>this.send({kind:`cancel`})}>${i(`cancel`)}</button>
        </div>
      `}return C`
      ${n?C`<p class=${n.tone}>${n.text}</p>`:T}
      ${this.missed?C`<p>${this.missedWords()}</p>`:T}
      <div class="buttons">
        ${e.map((e,t)=>C`<button
            class="button ${t===0?`filled`:e===`consult`?`tinted`:``}"
            @click=${()=>this.deed(e,!1)}
          >
            ${L(Rt[e])}${i(dr[e])}
          </button>`)}
        ${r?C`<button class="button" @click=${()=>this.send({kind:`call_back`})}>
                ${L(ee)}${i(`call_back`)}
              </button>`:T}
        <button
          class="button"
          title=${i(`more_info`)}
          aria-label=${i(`more_info`)}
          @click=${()=>this.send({kind:`more_info`})}
        >
          ${L(`M16,12A2,2 0 0,1 18,10A2,2 0 0,1 20,12A2,2 0 0,1 18,14A2,2 0 0,1 16,12M10,12A2,2 0 0,1 12,10A2,2 0 0,1 14,12A2,2 0 0,1 12,14A2,2 0 0,1 10,12M4,12A2,2 0 0,1 6,10A2,2 0 0,1 8,12A2,2 0 0,1 6,14A2,2 0 0,1 4,12Z`)}${e.length?T:i(`more_info`)}
        </button>
      </div>
      ${e.includes(`monitor`)?C`<p>${i(`duty`)}</p>`:T}
    `}tap(e){e.detail<2&&this.send({kind:`tap`})}deed(e,t){this.send({kind:`deed`,deed:e,isConfirmed:t})}escape(e){e.key===`Escape`&&this.offer&&(e.stopPropagation(),this.send({kind:`cancel`}),this.focus())}send(e){this.dispatchEvent(new CustomEvent(`jingl-tile`,{detail:e,bubbles:!0}))}};q([F({attribute:!1})],Q.prototype,`phone`,void 0),q([F({attribute:!1})],Q.prototype,`t`,void 0),q([F({attribute:!1})],Q.prototype,`time`,void 0),q([F({attribute:!1})],Q.prototype,`offer`,void 0),q([F({type:Boolean})],Q.prototype,`mine`,void 0),q([F({type:Boolean})],Q.prototype,`missed`,void 0),q([F({type:Boolean,reflect:!0})],Q.prototype,`compact`,void 0);var ui=`jingl-phones`,di=`jingl-phones-strategy-editor`,fi={dial:{label:`option_dial`,byDefault:!0},one_tap:{label:`option_one_tap`,byDefault:!1},hide_offline:{label:`option_hide_offline`,byDefault:!1},compact:{label:`option_compact`,byDefault:!1}},pi=class extends k{constructor(...e){super(...e),this.t=M(P()),this.draw=()=>{this.requestUpdate()}}static{this.styles=[Y,h`
      :host {
        display: grid;
        gap: 4px;
        color: var(--text);
        font-size: 14px;
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 16px;
        min-block-size: 44px;
      }
      select {
        font: inherit;
        color: inherit;
        min-block-size: 44px;
        min-inline-size: 160px;
        max-inline-size: 100%;
        padding-inline: 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--surface);
      }
      select:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: 2px;
      }
      input {
        inline-size: 20px;
        block-size: 20px;
        accent-color: var(--accent);
      }
    `]}setConfig(e){this.config=e}set hass(e){this.home||N(e.language).then(()=>{this.t=M(e.language)}),this.home=e,this.isConnected&&this.listen()}connectedCallback(){super.connectedCallback(),this.listen()}disconnectedCallback(){super.disconnectedCallback(),this.accounts?.remove(this.draw)}listen(){this.home&&(this.accounts=R(this.home.connection),this.accounts.add(this.draw))}render(){let{t:e,config:t,accounts:n}=this;if(!t)return T;let r=n?.current.kind===`known`?n.current.accounts:[];return C`
      ${r.length>1||t.account?this.accountField(r,t):T}
      <label>
        ${e(`option_order`)}
        <select @change=${e=>this.set(`order`,mi(e))}>
          ${Yn.map(n=>C`<option value=${n} ?selected=${n===(t.order??`name`)}>
              ${e(kt[n])}
            </option>`)}
        </select>
      </label>
      ${Object.keys(fi).map(e=>this.switchField(e,t))}
    `}accountField(e,{account:t}){let{t:n}=this,r=t!==void 0&&!e.some(({entry_id:e})=>e===t);return C`<label>
      ${n(`option_account`)}
      <select @change=${e=>this.set(`account`,mi(e)||void 0)}>
        <option value="" ?selected=${!t}>${n(`all_accounts`)}</option>
        ${e.map(({entry_id:e,title:n})=>C`<option value=${e} ?selected=${e===t}>
            ${n}
          </option>`)}
        ${r?C`<option value=${t} selected>${t}</option>`:T}
      </select>
    </label>`}switchField(e,t){let{label:n,byDefault:r}=fi[e];return C`<label>
      ${this.t(n)}
      <input
        type="checkbox"
        .checked=${t[e]??r}
        @change=${t=>{let{checked:n}=t.target;this.set(e,n===r?void 0:n)}}
      />
    </label>`}set(e,t){let{[e]:n,...r}=this.config??{type:``},i=t===void 0?r:{...r,[e]:t};this.dispatchEvent(new CustomEvent(`config-changed`,{detail:{config:i},bubbles:!0,composed:!0}))}};q([I()],pi.prototype,`config`,void 0),q([I()],pi.prototype,`t`,void 0);function mi(e){return e.target.value}var hi=`custom:jingl-phones-card`,gi=`custom:jingl-calls-card`,_i=4;function vi(e,t,n={},r){let i=new Set(xi(e,t).flatMap(({handsets:e})=>Si(e))),a=Object.entries(n).flatMap(([t,n])=>n&&i.has(t)&&Ci(t,e)?[{id:t,...n}]:[]);return{views:[{title:r,path:`phones`,strategy:e},...(a.length>1?a:[]).map(({id:t,name:n,icon:r})=>({title:n??t,path:`area-${t}`,...r?{icon:r,show_icon_and_title:!0}:{},strategy:{...e,areas:[t]}}))]}}function yi(e,t){let{type:n,account:r,areas:i,...a}=e,o=xi(e,t),s=o.map(({entry_id:e,title:n})=>{let r={...t.length>1&&{account:e},...i&&{areas:i}};return bi([...o.length>1?[{type:`heading`,heading:n}]:[],{type:hi,...r,...a},{type:gi,...r}])}),c=bi([{type:hi,...r&&{account:r}}]);return{type:`sections`,max_columns:_i,sections:s.length?s:[c]}}function bi(e){return{type:`grid`,column_span:_i,cards:e}}function xi({account:e,areas:t},n){let r=n.filter(({entry_id:t})=>!e||t===e),i=r.filter(({handsets:e})=>Si(e).some(e=>t?.includes(e)));return t?.length&&i.length?i:r}function Si(e){return e.flatMap(({area_id:e})=>e??[])}function Ci(e,{areas:t}){return!t?.length||t.includes(e)}var wi=3e3,Ti=class{constructor(e){this.make=e,this.known=/* @__PURE__ */ new WeakMap,this.loaded=/* @__PURE__ */ new Map}async generate(e,t){let n=R(t.connection);await Promise.all([n.told(wi),N(t.language)]);let{current:r}=n,i=r.kind===`known`?r.accounts:[],a=this.make(e,this.remembered(i),t);return this.known.set(e,{from:Ei(t),made:JSON.stringify(a)}),a}isOutdated(e,t){let n=this.known.get(e),{current:r}=R(t.connection),i=Ei(t);if(!n||i.every((e,t)=>e===n.from[t])||r.kind!==`known`)return!1;let a=JSON.stringify(this.make(e,this.remembered(r.accounts),t));return this.known.set(e,{from:i,made:a}),a!==n.made}remembered(e){return e.map(e=>(e.state===`loaded`&&this.loaded.set(e.entry_id,e),this.loaded.get(e.entry_id)??e))}};function Ei({connection:e,areas:t,language:n}){return[R(e).current,t,n]}var Di=new Ti((e,t,{areas:n,language:r})=>vi(e,t,n,M(r)(`title`))),Oi=new Ti(yi),ki=class extends HTMLElement{static async getCreateSuggestions({language:e}){return await N(e),{title:M(e)(`title`),icon:`mdi:deskphone`}}static getConfigElement(){return document.createElement(di)}static generate(e,t){return Di.generate(e,t)}static shouldRegenerate(e,t,n){return Di.isOutdated(e,n)}},Ai=class extends HTMLElement{static generate(e,t){return Oi.generate(e,t)}static shouldRegenerate(e,t,n){return Oi.isOutdated(e,n)}},ji=[[ti,Wr],[ei,Gr],[Mr,X],[$r,Z],[Qr,Q],[Zr,ai],[Vr,Br],[di,pi],[`ll-strategy-dashboard-${ui}`,ki],[`ll-strategy-view-${ui}`,Ai]],Mi=`https://github.com/hass-jingl/hass-jingl/blob/main/docs/dashboard.md`;if(!customElements.get(`jingl-phones-card`)){for(let[e,t]of ji)customElements.define(e,t);window.customCards??=[],window.customCards.push({type:Zr,get name(){return $()(`card_name`)},get description(){return $()(`card_description`)},preview:!0,documentationURL:Mi,getEntitySuggestion:ai.getEntitySuggestion},{type:Vr,get name(){return $()(`calls_card_name`)},get description(){return $()(`calls_card_description`)},preview:!0,documentationURL:Mi}),window.customStrategies??=[],window.customStrategies.push(...[`dashboard`,`view`].map(e=>({type:ui,strategyType:e,get name(){return $()(`card_name`)},get description(){return $()(e===`dashboard`?`dashboard_description`:`view_description`)},documentationURL:Mi}))),N(P())}function $(){let e=P();return N(e),M(e)}