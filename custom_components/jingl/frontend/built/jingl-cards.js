var e=`jingl-call-feature`,t=`M12,4A4,4 0 0,1 16,8A4,4 0 0,1 12,12A4,4 0 0,1 8,8A4,4 0 0,1 12,4M12,14C16.42,14 20,15.79 20,18V20H4V18C4,15.79 7.58,14 12,14Z`,n=`M19 17V19H7V17S7 13 13 13 19 17 19 17M16 8A3 3 0 1 0 13 11A3 3 0 0 0 16 8M19.2 13.06A5.6 5.6 0 0 1 21 17V19H24V17S24 13.55 19.2 13.06M18 5A2.91 2.91 0 0 0 17.11 5.14A5 5 0 0 1 17.11 10.86A2.91 2.91 0 0 0 18 11A3 3 0 0 0 18 5M8 10H5V7H3V10H0V12H3V15H5V12H8Z`,r=`M9,5A4,4 0 0,1 13,9A4,4 0 0,1 9,13A4,4 0 0,1 5,9A4,4 0 0,1 9,5M9,15C11.67,15 17,16.34 17,19V21H1V19C1,16.34 6.33,15 9,15M16.76,5.36C18.78,7.56 18.78,10.61 16.76,12.63L15.08,10.94C15.92,9.76 15.92,8.23 15.08,7.05L16.76,5.36M20.07,2C24,6.05 23.97,12.11 20.07,16L18.44,14.37C21.21,11.19 21.21,6.65 18.44,3.63L20.07,2Z`,i=`M19,6.41L17.59,5L7,15.59V9H5V19H15V17H8.41L19,6.41Z`,a=`M5,17.59L15.59,7H9V5H19V15H17V8.41L6.41,19L5,17.59Z`,o=`M7.41,8.58L12,13.17L16.59,8.58L18,10L12,16L6,10L7.41,8.58Z`,s=`M17,20C16.71,20 16.44,19.94 16.24,19.85C15.53,19.5 15.03,18.97 14.53,17.47C14,15.91 13.06,15.18 12.14,14.47C11.35,13.86 10.53,13.23 9.82,11.94C9.29,11 9,9.93 9,9C9,6.2 11.2,4 14,4C16.8,4 19,6.2 19,9H21C21,5.07 17.93,2 14,2C10.07,2 7,5.07 7,9C7,10.26 7.38,11.65 8.07,12.9C9,14.55 10.05,15.38 10.92,16.05C11.73,16.67 12.31,17.12 12.63,18.1C13.23,19.92 14,20.94 15.36,21.65C15.87,21.88 16.43,22 17,22A4,4 0 0,0 21,18H19A2,2 0 0,1 17,20M7.64,2.64L6.22,1.22C4.23,3.21 3,5.96 3,9C3,12.04 4.23,14.79 6.22,16.78L7.63,15.37C6,13.74 5,11.5 5,9C5,6.5 6,4.26 7.64,2.64M11.5,9A2.5,2.5 0 0,0 14,11.5A2.5,2.5 0 0,0 16.5,9A2.5,2.5 0 0,0 14,6.5A2.5,2.5 0 0,0 11.5,9Z`,c=`M13.5,8H12V13L16.28,15.54L17,14.33L13.5,12.25V8M13,3A9,9 0 0,0 4,12H1L4.96,16.03L9,12H6A7,7 0 0,1 13,5A7,7 0 0,1 20,12A7,7 0 0,1 13,19C11.07,19 9.32,18.21 8.06,16.94L6.64,18.36C8.27,20 10.5,21 13,21A9,9 0 0,0 22,12A9,9 0 0,0 13,3`,l=`M9.5,3A6.5,6.5 0 0,1 16,9.5C16,11.11 15.41,12.59 14.44,13.73L14.71,14H15.5L20.5,19L19,20.5L14,15.5V14.71L13.73,14.44C12.59,15.41 11.11,16 9.5,16A6.5,6.5 0 0,1 3,9.5A6.5,6.5 0 0,1 9.5,3M9.5,5C7,5 5,7 5,9.5C5,12 7,14 9.5,14C12,14 14,12 14,9.5C14,7 12,5 9.5,5Z`,u=`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z`,d=`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4C3,3.44 3.45,3 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.24 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.58L6.62,10.79M17,12V10H19V12H17M17,8V2H19V8H17Z`,f=`M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5M18,11L23,6L18,1V4H14V8H18V11Z`,p=`M15,12H17A5,5 0 0,0 12,7V9A3,3 0 0,1 15,12M19,12H21C21,7 16.97,3 12,3V5C15.86,5 19,8.13 19,12M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5Z`,m=`M4,3A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.17L13.21,17.37C10.38,15.93 8.06,13.62 6.62,10.78L8.82,8.57C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4M19,11V9.5H15.5L21,4L20,3L14.5,8.5V5H13V11H19Z`,ee=`M23.71,16.67C20.66,13.77 16.54,12 12,12C7.46,12 3.34,13.77 0.29,16.67C0.11,16.85 0,17.1 0,17.38C0,17.65 0.11,17.9 0.29,18.08L2.77,20.56C2.95,20.74 3.2,20.86 3.5,20.86C3.75,20.86 4,20.75 4.18,20.57C4.97,19.83 5.86,19.21 6.84,18.72C7.17,18.56 7.4,18.22 7.4,17.82V14.72C8.85,14.25 10.39,14 12,14C13.6,14 15.15,14.25 16.6,14.72V17.82C16.6,18.22 16.83,18.56 17.16,18.72C18.14,19.21 19.03,19.83 19.82,20.57C20,20.75 20.25,20.86 20.5,20.86C20.8,20.86 21.05,20.74 21.23,20.56L23.71,18.08C23.89,17.9 24,17.65 24,17.38C24,17.1 23.89,16.85 23.71,16.67M6.5,5.5L12,11L19,4L18,3L12,9L7.5,4.5H11V3H5V9H6.5V5.5Z`,te=`M20.22,2.5L2.5,20.22L3.77,21.5L8.65,16.62C11.76,19.43 15.81,21 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C12.06,16.8 11,16.06 10.06,15.21L21.5,3.77L20.22,2.5M4,3A1,1 0 0,0 3,4C3,7.57 4.14,11.05 6.24,13.94L7.66,12.5C7.28,11.97 6.93,11.39 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4Z`,ne=`M4,3A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.17L13.21,17.37C10.38,15.93 8.06,13.62 6.62,10.78L8.82,8.57C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4M15,3V4.5H18.5L13,10L14,11L19.5,5.5V9H21V3H15Z`,re=`M19,10H21V3H19M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5M17,3H15V10H17V3Z`,ie=`M21,6V11H19.5V7.5H13.87L16.3,9.93L15.24,11L11,6.75L15.24,2.5L16.3,3.57L13.87,6H21M8.82,8.58C9.08,8.32 9.17,7.93 9.06,7.58C8.69,6.42 8.5,5.22 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.79,15.5 17.58,15.31 16.43,14.93C16.08,14.82 15.69,14.91 15.43,15.17L13.23,17.37C10.39,15.92 8.09,13.62 6.64,10.78L8.82,8.58Z`,ae=`M23.71 16.67C20.66 13.78 16.54 12 12 12S3.34 13.78.29 16.67c-.18.18-.29.43-.29.71 0 .28.11.53.29.71l2.48 2.48c.18.18.43.29.71.29.27 0 .52-.11.7-.28.79-.74 1.69-1.36 2.66-1.85.33-.16.56-.5.56-.9v-3.1c1.45-.48 3-.73 4.6-.73s3.15.25 4.6.72v3.1c0 .39.23.74.56.9.98.49 1.87 1.12 2.66 1.85.18.18.43.28.7.28.28 0 .53-.11.71-.29l2.48-2.48c.18-.18.29-.43.29-.71a.99.99 0 0 0-.29-.7zM21.16 6.26l-1.41-1.41-3.56 3.55 1.41 1.41s3.45-3.52 3.56-3.55zM13 2h-2v5h2V2zM6.4 9.81L7.81 8.4 4.26 4.84 2.84 6.26c.11.03 3.56 3.55 3.56 3.55z`,oe=`M12,17.27L18.18,21L16.54,13.97L22,9.24L14.81,8.62L12,2L9.19,8.62L2,9.24L7.45,13.97L5.82,21L12,17.27Z`,se=`M21,9L17,5V8H10V10H17V13M7,11L3,15L7,19V16H14V14H7V11Z`,ce=globalThis,le=ce.ShadowRoot&&(ce.ShadyCSS===void 0||ce.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,ue=Symbol(),de=/* @__PURE__ */ new WeakMap,fe=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==ue)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(le&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=de.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&de.set(t,e))}return e}toString(){return this.cssText}},pe=e=>new fe(typeof e==`string`?e:e+``,void 0,ue),h=(e,...t)=>new fe(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,ue),me=(e,t)=>{if(le)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=ce.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},he=le?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return pe(t)})(e):e,{is:ge,defineProperty:_e,getOwnPropertyDescriptor:ve,getOwnPropertyNames:ye,getOwnPropertySymbols:be,getPrototypeOf:xe}=Object,Se=globalThis,Ce=Se.trustedTypes,we=Ce?Ce.emptyScript:``,Te=Se.reactiveElementPolyfillSupport,Ee=(e,t)=>e,De={toAttribute(e,t){switch(t){case Boolean:e=e?we:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},Oe=(e,t)=>!ge(e,t),ke={attribute:!0,type:String,converter:De,reflect:!1,useDefault:!1,hasChanged:Oe};Symbol.metadata??=Symbol(`metadata`),Se.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var Ae=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ke){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&_e(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=ve(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ke}static _$Ei(){if(this.hasOwnProperty(Ee(`elementProperties`)))return;let e=xe(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(Ee(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Ee(`properties`))){let e=this.properties,t=[...ye(e),...be(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(he(e))}else e!==void 0&&t.push(he(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return me(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?De:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?De:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??Oe)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};Ae.elementStyles=[],Ae.shadowRootOptions={mode:`open`},Ae[Ee(`elementProperties`)]=/* @__PURE__ */ new Map,Ae[Ee(`finalized`)]=/* @__PURE__ */ new Map,Te?.({ReactiveElement:Ae}),(Se.reactiveElementVersions??=[]).push(`2.1.2`);var je=globalThis,Me=e=>e,Ne=je.trustedTypes,Pe=Ne?Ne.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,Fe=`$lit$`,g=`lit$${Math.random().toFixed(9).slice(2)}$`,Ie=`?`+g,Le=`<${Ie}>`,_=document,Re=()=>_.createComment(``),ze=e=>e===null||typeof e!=`object`&&typeof e!=`function`,Be=Array.isArray,Ve=e=>Be(e)||typeof e?.[Symbol.iterator]==`function`,He=`[ 	
\f\r]`,Ue=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,We=/-->/g,Ge=/>/g,v=RegExp(`>|${He}(?:([^\\s"'>=/]+)(${He}*=${He}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Ke=/'/g,qe=/"/g,Je=/^(?:script|style|textarea|title)$/i,y=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),b=Symbol.for(`lit-noChange`),x=Symbol.for(`lit-nothing`),Ye=/* @__PURE__ */ new WeakMap,S=_.createTreeWalker(_,129);function Xe(e,t){if(!Be(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return Pe===void 0?t:Pe.createHTML(t)}var Ze=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=Ue;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===Ue?c[1]===`!--`?o=We:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=v):(Je.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=v):o=Ge:o===v?c[0]===`>`?(o=i??Ue,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?v:c[3]===`"`?qe:Ke):o===qe||o===Ke?o=v:o===We||o===Ge?o=Ue:(o=v,i=void 0);let d=o===v&&e[t+1].startsWith(`/>`)?` `:``;a+=o===Ue?n+Le:l>=0?(r.push(s),n.slice(0,l)+Fe+n.slice(l)+g+d):n+g+(l===-2?t:d)}return[Xe(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Qe=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ze(t,n);if(this.el=e.createElement(l,r),S.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=S.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(Fe)){let t=u[o++],n=i.getAttribute(e).split(g),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?nt:r[1]===`?`?rt:r[1]===`@`?it:tt}),i.removeAttribute(e)}else e.startsWith(g)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Je.test(i.tagName)){let e=i.textContent.split(g),t=e.length-1;if(t>0){i.textContent=Ne?Ne.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],Re()),S.nextNode(),c.push({type:2,index:++a});i.append(e[t],Re())}}}else if(i.nodeType===8){if(i.data===Ie)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(g,e+1))!==-1;)c.push({type:7,index:a}),e+=g.length-1}}a++}}static createElement(e,t){let n=_.createElement(`template`);return n.innerHTML=e,n}};function C(e,t,n=e,r){if(t===b)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=ze(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=C(e,i._$AS(e,t.values),i,r)),t}var $e=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??_).importNode(t,!0);S.currentNode=r;let i=S.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new et(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new at(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=S.nextNode(),a++)}return S.currentNode=_,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},et=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=x,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=C(this,e,t),ze(e)?e===x||e==null||e===``?(this._$AH!==x&&this._$AR(),this._$AH=x):e!==this._$AH&&e!==b&&this._(e):e._$litType$===void 0?e.nodeType===void 0?Ve(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==x&&ze(this._$AH)?this._$AA.nextSibling.data=e:this.T(_.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Qe.createElement(Xe(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new $e(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ye.get(e.strings);return t===void 0&&Ye.set(e.strings,t=new Qe(e)),t}k(t){Be(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(Re()),this.O(Re()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=Me(e).nextSibling;Me(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},tt=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=x,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=x}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=C(this,e,t,0),a=!ze(e)||e!==this._$AH&&e!==b,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=C(this,r[n+o],t,o),s===b&&(s=this._$AH[o]),a||=!ze(s)||s!==this._$AH[o],s===x?e=x:e!==x&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===x?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},nt=class extends tt{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===x?void 0:e}},rt=class extends tt{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==x)}},it=class extends tt{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=C(this,e,t,0)??x)===b)return;let n=this._$AH,r=e===x&&n!==x||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==x&&(n===x||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},at=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){C(this,e)}},ot={M:Fe,P:g,A:Ie,C:1,L:Ze,R:$e,D:Ve,V:C,I:et,H:tt,N:rt,U:it,B:nt,F:at},st=je.litHtmlPolyfillSupport;st?.(Qe,et),(je.litHtmlVersions??=[]).push(`3.3.3`);var ct=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new et(t.insertBefore(Re(),e),e,void 0,n??{})}return i._$AI(e),i},lt=globalThis,w=class extends Ae{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ct(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return b}};w._$litElement$=!0,w.finalized=!0,lt.litElementHydrateSupport?.({LitElement:w});var ut=lt.litElementPolyfillSupport;ut?.({LitElement:w}),(lt.litElementVersions??=[]).push(`4.2.2`);var dt={attribute:!0,type:String,converter:De,reflect:!1,hasChanged:Oe},ft=(e=dt,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function T(e){return(t,n)=>typeof n==`object`?ft(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function E(e){return T({...e,state:!0,attribute:!1})}var pt=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function D(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return pt(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return pt(n,r,{get(){return a(this)}})}}var mt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ht=e=>(...t)=>({_$litDirective$:e,values:t}),gt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:_t}=ot,vt=e=>e,yt=()=>document.createComment(``),bt=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new _t(r.insertBefore(yt(),i),r.insertBefore(yt(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=vt(e).nextSibling;vt(r).insertBefore(e,i),e=t}}}return n},O=(e,t,n=e)=>(e._$AI(t,n),e),xt={},St=(e,t=xt)=>e._$AH=t,Ct=e=>e._$AH,wt=e=>{e._$AR(),e._$AA.remove()},Tt=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},k=ht(class extends gt{constructor(e){if(super(e),e.type!==mt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Ct(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=O(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=O(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=O(i[d],a[m]),bt(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=O(i[f],a[p]),bt(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Tt(o,p,m),u=Tt(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=bt(e,i[d]);O(t,a[p]),c[p]=t}else c[p]=O(n,a[p]),bt(e,i[d],n),i[t]=null;p++}else wt(i[f]),f--}else wt(i[d]),d++;for(;p<=m;){let t=bt(e,c[m+1]);O(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&wt(e)}return this.ut=o,St(e,c),b}}),Et={card_name:`Jingl phones`,card_description:`See who is free or on a call, and call or transfer with a tap.`,calls_card_name:`Jingl calls`,calls_card_description:`See who called whom, listen to recordings and call back.`,phone_card_name:`Jingl phone`,phone_card_description:`One phone, large: its call, dial field, recording and last calls.`,feature_name:`Jingl call buttons`,dashboard_description:`A whole dashboard: all phones, all calls and a view for each area.`,view_description:`A view with the phones and their missed calls.`,suggest_one:`This phone`,suggest_all:`All phones`,title:`Phones`,count_free:`{count} free`,count_busy:`{count} busy`,count_unavailable:`{count} unavailable`,count_missed:`{count} with missed calls`,state_free:`Free`,state_ringing:`Ringing`,state_calling:`Calling`,state_on_call:`On a call`,state_on_hold:`On hold`,state_busy:`Busy`,state_offline:`Offline`,state_unknown:`Unavailable`,inbound:`incoming`,outbound:`outgoing`,internal:`internal`,recording:`recording`,record_calls:`Record calls`,recording_failed:`Couldn't change the recording. Try again.`,extension:`extension {extension}`,missed:`Missed call at {time}`,missed_from:`Missed call at {time} from {caller}`,calls_title:`Calls`,tab_all:`All`,tab_missed:`Missed`,tab_incoming:`Incoming`,tab_outgoing:`Outgoing`,search_calls:`Search calls`,result_missed:`Missed`,result_incoming:`Incoming`,result_outgoing:`Outgoing`,result_internal:`Internal`,result_voicemail:`Voicemail`,result_no_answer:`No answer`,result_elsewhere:`Answered elsewhere`,calls_folded:`{count} calls`,loading_calls:`Loading calls …`,loading_older:`Loading older calls …`,no_calls:`No calls yet`,no_missed_calls:`No missed calls`,no_incoming_calls:`No incoming calls`,no_outgoing_calls:`No outgoing calls`,no_calls_found:`No calls match your search.`,last_calls:`Last calls`,has_recording:`Recording`,play:`Play`,pause:`Pause`,position:`Position`,speed:`Speed`,listen_failed:`Couldn't play the recording. Try again later.`,listen_not_permitted:`There's a recording, but you're not allowed to listen to it.`,notes:`Notes`,rating:`Rating`,stars:`{count} of {most} stars`,no_rating:`No rating`,save:`Save`,saved:`Saved`,notes_not_permitted:`You're not allowed to change this call.`,notes_unclear:`No reply from Jingl, so it's unclear whether this was saved.`,withheld:`Withheld number`,my_phone:`My phone`,my_phone_tag:`my phone`,choose:`Choose`,choose_title:`Which phone is yours?`,choose_why:`You'll call from it.`,choose_everywhere:`Use it on all my devices`,choose_none:`No phone`,choose_failed:`Couldn't save your choice for your other devices.`,choose_first:`Choose your phone in the Jingl phones card first.`,no_own_phone:`You're not allowed to call from any phone. Ask an administrator.`,cancel:`Cancel`,call:`Call`,call_back:`Call back`,transfer:`Transfer now`,consult:`Speak first`,monitor:`Monitor`,coach:`Coach`,barge:`Barge in`,duty:`The law may require you to tell everyone on the call first.`,more_info:`More info`,all_details:`All details`,is_my_phone:`This is your phone.`,my_phone_cannot_call:`Your phone can't call right now ({state}).`,ask_changed:`{name} has just changed to “{state}”. Continue?`,ask_ringing:`{name} is ringing. Continue?`,ask_busy:`{name} is busy. Continue?`,ask_offline:`{name} is offline. Continue?`,ask_unknown:`It's unclear what {name} is doing. Continue?`,call_changed:`The call on your phone has changed. Press again to continue.`,moved:`The card changed just as you pressed, so nothing was done. Press again.`,no_call:`Your phone has no connected call to transfer.`,no_call_there:`{name} is no longer on a call.`,dial_label:`Name or number`,dial_hint:`Tap a colleague to call.`,transfer_hint:`Tap a colleague to transfer your call.`,type_to_call:`Enter a name or number to call.`,type_to_transfer:`Enter a name or number to transfer your call.`,no_phone_hint:`Choose your phone to place calls.`,suggestions:`Suggestions`,keypad:`Keypad`,delete_digit:`Delete`,would_call:`Calls {name} on {number}`,would_call_number:`Calls {number}`,would_reach:`Connects to {name} on {number}`,would_reach_number:`Connects to {number}`,needs_area_code:`{number} needs an area code.`,incomplete:`{number} isn't a complete number yet.`,sending_call:`Calling {name} …`,sending_transfer:`Transferring to {name} …`,sending_join:`Joining {name}'s call …`,done_call:`Calling {name}`,done_transfer:`Transferred to {name}`,done_consult:`Calling {name}. Transfer on your phone once you've spoken.`,done_join:`Your phone rings to join {name}'s call`,limit:`Call limit reached. Try again in {time}.`,outcome_unknown:`Outcome unknown. Look at the phone before you try again.`,may_have_worked:`The last attempt may have worked. Look at the phone, then press again if it hasn't.`,not_permitted:`You're not allowed to use this phone.`,not_sent:`No connection to Home Assistant, so nothing was sent.`,in_flight:`Wait for the last request to finish.`,disconnected:`Connection to Home Assistant lost. What you see may be out of date.`,absent:`Jingl isn't ready. Set it up under Settings > Devices & services.`,account_loading:`Loading {account} …`,account_failed:`{account} couldn't be loaded. Look under Settings > Devices & services.`,not_visible:`You're not allowed to see these phones. Ask an administrator.`,no_handsets:`No handsets yet. Choose some under Configure.`,none_match:`No handset matches this card's options.`,account_gone:`This card's account was removed or disabled. Choose another one in its options.`,phone_gone:`This card's phone was removed or disabled. Choose another one in its options.`,option_account:`Account`,option_device:`Phone`,all_accounts:`All accounts`,option_handsets:`Handsets`,option_areas:`Areas`,option_labels:`Labels`,option_filter:`First tab`,option_order:`Order`,order_name:`Name`,order_extension:`Extension`,order_area:`Area`,order_busy:`Busy first`,option_compact:`Compact`,option_hide_offline:`Hide offline handsets`,option_one_tap:`Call free colleagues with one tap`,option_dial:`Dial field`,option_supervise:`Monitor, coach and barge in`,option_which_helper:`Leave empty to show all handsets.`,option_device_helper:`Leave empty for the phone that each user has chosen.`},Dt=/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u,Ot=`⁦`,kt=`⁨`,At=`⁩`;function jt(e,t){let n=[e,...Object.values(t)].some(e=>Dt.test(e));return e.replace(/\{(\w+)\}/g,(e,r)=>{let i=Object.hasOwn(t,r)?t[r]:void 0;return i===void 0?e:n?Mt(i):i})}function Mt(e){return(/\p{Letter}/u.test(e)?kt:Ot)+e+At}var Nt=[`ar`,`de`,`el`,`en`,`es`,`fr`,`it`,`ja`,`nl`,`vi`,`zh-Hans`];function Pt(e){let t=Nt;return[e,e.split(`-`)[0]??e].find(e=>t.includes(e))??`en`}var Ft=/* @__PURE__ */ new Map,It=/* @__PURE__ */ new Map([[`en`,Et]]);function A(e){let t=It.get(Pt(e))??Et;return(e,n={})=>jt(t[e]??Et[e],n)}async function j(e){let t=Pt(e);if(It.has(t))return!1;let n=Ft.get(t);n||(n=Lt(t),Ft.set(t,n));try{return It.set(t,await n),!0}catch{return Ft.delete(t),!1}}async function Lt(e){let t=new URL(import.meta.url),n=new URL(`languages/${e}.json${t.search}`,t),r=await fetch(n);if(!r.ok)throw Error(`${r.status}`);return await r.json()}function Rt(){return document.documentElement.lang||`en`}var zt={integration:`jingl`,domain:`event`},Bt=[{name:`account`,selector:{config_entry:{integration:`jingl`}}},{name:`handsets`,selector:{device:{multiple:!0,entity:zt}}},{name:`areas`,selector:{area:{multiple:!0,entity:zt}}},{name:`labels`,selector:{label:{multiple:!0}}}],Vt={name:`order_name`,extension:`order_extension`,area:`order_area`,busy:`order_busy`},Ht={account:`option_account`,device:`option_device`,handsets:`option_handsets`,areas:`option_areas`,labels:`option_labels`,filter:`option_filter`,order:`option_order`,compact:`option_compact`,hide_offline:`option_hide_offline`,one_tap:`option_one_tap`,dial:`option_dial`,supervise:`option_supervise`},Ut={handsets:`option_which_helper`,device:`option_device_helper`};function Wt(e){let t=A(Rt());return{schema:e,computeLabel:({name:e})=>{let n=Ht[e];return n&&t(n)},computeHelper:({name:e})=>{let n=Ut[e];return n&&t(n)}}}function M(e){return y`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${e}></path></svg>`}var Gt={free:u,ringing:ae,calling:ne,on_call:p,on_hold:re,busy:p,offline:te,unknown:d},Kt={inbound:i,outbound:a,internal:se},qt={call:u,transfer:f,consult:r,monitor:s,coach:r,barge:n},Jt=`jingl/accounts/subscribe`,Yt=`jingl/calls/subscribe`,Xt=`jingl/calls/page`,Zt=1e4,Qt=class{constructor(e){this.connection=e,this.current={kind:`loading`},this.listeners=/* @__PURE__ */ new Set,this.unsubscribe=null,this.attempt=null,this.subscribe=async()=>{let e={};this.attempt=e,this.unsubscribe=null;try{let t=await this.connection.subscribeMessage(t=>{this.attempt===e&&this.publish({kind:`known`,...this.read(t)})},this.message(),{resubscribe:!1});this.attempt===e?this.unsubscribe=t:await t().catch(()=>void 0)}catch{this.attempt===e&&(this.attempt=null,this.publish({kind:`absent`}))}}}add(e){this.listeners.size||(this.connection.addEventListener(`ready`,this.subscribe),this.subscribe()),this.listeners.add(e)}remove(e){this.listeners.delete(e)&&!this.listeners.size&&(this.connection.removeEventListener(`ready`,this.subscribe),this.attempt=null,this.unsubscribe?.().catch(()=>void 0),this.unsubscribe=null,this.ended())}linger(e=()=>void 0){this.add(e),setTimeout(()=>this.remove(e),Zt)}told(e){let t=this.listeners.size>0&&this.current.kind!==`loading`;return new Promise(n=>{this.linger(()=>n()),t?n():setTimeout(n,e)})}retry(){this.listeners.size&&this.current.kind===`absent`&&!this.attempt&&this.subscribe()}ended(){}publish(e){this.current=e;for(let e of this.listeners)e()}},$t=class extends Qt{message(){return{type:Jt}}read({accounts:e}){return{accounts:e}}},en=/* @__PURE__ */ new WeakMap;function tn(e){let t=en.get(e);return t||(t=new $t(e),en.set(e,t)),t}function N(e){return typeof e==`string`&&e!==``?e:null}function P(e){return typeof e==`object`&&e&&!Array.isArray(e)?e:{}}function nn(e,t){return Object.entries(P(e)).find(([e])=>e===t)?.[1]}function rn(e,t,n){let{[t]:r,...i}=P(e);return n===void 0?i:{...i,[t]:n}}function an(e){return e.filter(e=>e.may_call)}function on(e,{device:t,user:n,option:r}){let i=[t,n,r].find(e=>e!==void 0);return an(e.handsets).find(({device_id:e})=>e===i)?.device_id??null}function sn(e,t){let n=nn(e,t);return n===null?null:N(n)??void 0}var cn=class{constructor(e,{user:t},n){this.value=null,this.isRefused=!1,this.name=`${e}_${t?.id??``}`,this.load(),addEventListener(`storage`,e=>{(e.key===null||e.key===this.name)&&(this.load(),n())})}change(e){this.load(),this.value=e(this.value);try{localStorage.setItem(this.name,JSON.stringify(this.value)),this.isRefused=!1}catch{this.isRefused=!0}}load(){if(!this.isRefused)try{this.value=JSON.parse(localStorage.getItem(this.name)??`null`)}catch{this.value=null}}},ln=`jingl_my_phone`,un=class{constructor(e){this.hass=e,this.listeners=/* @__PURE__ */ new Set,this.user=null,this.isUserKnown=!1,this.unsubscribe=null,this.device=new cn(ln,e,()=>this.publish())}add(e){this.listeners.size||(this.unsubscribe=this.hass.connection.subscribeMessage(({value:e})=>this.tell(e),{type:`frontend/subscribe_user_data`,key:ln}),this.unsubscribe.catch(()=>void 0)),this.listeners.add(e)}remove(e){this.listeners.delete(e)&&!this.listeners.size&&this.unsubscribe?.then(e=>e()).catch(()=>void 0)}of({entry_id:e,my_phone:t}){return{device:sn(this.device.value,e),user:sn(this.user,e),option:this.isUserKnown?t:null}}async choose(e,t,n){if(this.keep(e,t),n){let n={type:`frontend/get_user_data`,key:ln},{value:r}=await this.hass.callWS(n),i=rn(r,e,t);await this.hass.callWS({type:`frontend/set_user_data`,key:ln,value:i}),this.user=i,this.keep(e,void 0)}}keep(e,t){this.device.change(n=>rn(n,e,t)),this.publish()}tell(e){this.user=e,this.isUserKnown=!0,this.publish()}publish(){for(let e of this.listeners)e()}},dn=/* @__PURE__ */ new WeakMap;function fn(e){let t=dn.get(e.connection);return t||(t=new un(e),dn.set(e.connection,t)),t}function pn(e,{changed:t,removed:n}){let r=new Map(e.map(e=>[e.key,e]));for(let e of n)r.delete(e);for(let e of t)r.set(e.key,e);return[...r.values()].sort((e,t)=>hn(t)-hn(e))}var mn=/* @__PURE__ */ new WeakMap;function hn(e){let t=mn.get(e);return t===void 0&&(t=Date.parse(e.started),mn.set(e,t)),t}function F(e){return e.replace(/[\s.\p{Dash_Punctuation}\p{Format}]/gu,``).replace(/^\+61(?:\(0\))?/,`0`).replace(/[()]/g,``).toLowerCase()}function gn(e,t){return F(e)===F(t)}var _n=[`answered`,`voicemail`,`missed`,`no_answer`,`answered_elsewhere`,null];function vn(e,t,n=null){let r=[],i=xn(),a=``;for(let o of yn(e,n)){let e=r.at(-1);(!e||o.at<e.start)&&(e={start:t(o.at),rows:[]},r.push(e),a=``);let n=i(o.records[0]),s=e.rows.at(-1);s&&n&&n===a?(s.calls.push(o),s.key=o.key):e.rows.push({key:o.key,calls:[o]}),a=n}return r}function yn(e,t){let n=[],r=/* @__PURE__ */ new Map;for(let i of e){let e=`${i.entry_id}/${i.id}`,a=r.get(e);if(a)bn(i,a[0],t)?a.unshift(i):a.push(i);else{let t=[i];r.set(e,t),n.push({key:e,at:hn(i),records:t})}}return n}function bn(e,t,n){return e.direction===`internal`&&e.device_id!==t?.device_id&&n!==null&&[e.device_id,t?.device_id].includes(n)?e.device_id===n:_n.indexOf(e.result)<_n.indexOf(t?.result??null)}function xn(){let e=/* @__PURE__ */ new Map;return t=>{let{direction:n,result:r}=t,i=I(t);if(i===null)return``;let a=e.get(i)??F(i);return e.set(i,a),`${n} ${r} ${a}`}}function I({number:e}){return e!==null&&/\d/.test(e)?e:null}function Sn(e){return e.name??(I(e)===null?null:e.readable??e.number)}function Cn(e){return e.normalize(`NFKD`).replace(/\p{Mark}/gu,``).toLocaleLowerCase()}var wn=6,Tn=4,En=class{constructor(e,t){this.handsets=e,this.contacts=t,this.index=null}readable(e){return this.indexed().byDigits.get(F(e))?.readable??e}suggest(e,t){let{listed:n,byDigits:r}=this.indexed(),i=t.map(e=>{let t=r.get(F(e.number)),n=t?.readable??e.readable,i=e.name??t?.name??null;return jn({kind:`recent`,number:e.number,readable:n,name:i},3)}),a=Nn(e);if(!a.length){let e=n.filter(({rank:e})=>e===0);return Mn([...i.slice(0,Tn),...e,...i.slice(Tn)])}let o=F(e),s=[...n,...i].flatMap(e=>{let t=An(e,a,o);return t===null?[]:[{each:e,quality:t}]});return s.sort((e,t)=>e.quality-t.quality||e.each.rank-t.each.rank),Mn(s.map(({each:e})=>e))}indexed(){if(!this.index){let e=[...this.handsets.map(({name:e,extension:t})=>jn({kind:`handset`,name:e,number:t,readable:t},1)),...this.contacts.flatMap(({name:e,numbers:t,favourite:n})=>t.map(t=>jn({kind:n?`favourite`:`contact`,name:e,...t},n?0:2)))],t=e.map(({digits:e,suggestion:t})=>[e,t]);this.index={listed:e,byDigits:new Map(t.reverse())}}return this.index}};function Dn(e,{number:t,readable:n,name:r,at:i}){let a=e.filter(e=>!gn(e.number,t));return[{number:t,readable:n,name:r,at:i},...a].slice(0,wn)}function On(e,t){let n=e.flatMap(e=>{let{readable:t,name:n}=e,r=I(e);return r?[{number:r,readable:t??r,name:n,at:hn(e)}]:[]}),r=/* @__PURE__ */ new Map;for(let e of[...n,...t].sort((e,t)=>t.at-e.at)){let t=F(e.number);r.has(t)||r.set(t,e)}return[...r.values()]}function kn(e){return Array.isArray(e)?e.flatMap(e=>{let{number:t,readable:n,name:r,at:i}=P(e),a=N(t),o=N(n)??a;return a&&o?[{number:a,readable:o,name:N(r),at:typeof i==`number`?i:0}]:[]}):[]}function An({words:e,digits:t},n,r){return r&&t===r?0:n.every(t=>e.some(e=>e.startsWith(t)))?1:r&&t.startsWith(r)?2:r.length>3&&t.includes(r)?3:null}function jn(e,t){return{suggestion:e,words:Nn(e.name??``),digits:F(e.number),rank:t}}function Mn(e){let t=/* @__PURE__ */ new Set,n=[];for(let{suggestion:r,digits:i}of e)if(t.has(i)||(t.add(i),n.push(r)),n.length===wn)break;return n}function Nn(e){return Cn(e).split(/[^\p{Letter}\p{Number}]+/u).filter(Boolean)}var Pn=`jingl_recent`,Fn=class{constructor(e){this.lists=/* @__PURE__ */ new Map,this.kept=new cn(Pn,e,()=>this.lists.clear())}of(e){let t=this.lists.get(e)??kn(nn(this.kept.value,e));return this.lists.set(e,t),t}add(e,t){let n={...t,at:Date.now()};this.kept.change(t=>rn(t,e,Dn(kn(nn(t,e)),n))),this.lists.clear()}},In=/* @__PURE__ */ new WeakMap;function Ln(e){let t=In.get(e.connection);return t||(t=new Fn(e),In.set(e.connection,t)),t}function Rn(e,t){return L(Math.max(0,Math.floor((t-e)/1e3)))}function L(e){let[t,n]=[Math.floor(e/3600),Math.floor(e/60)%60],r=e=>String(e).padStart(2,`0`),i=r(e%60);return t?`${t}:${r(n)}:${i}`:`${n}:${i}`}function zn(e,{language:t,timeFormat:n,timeZone:r},i=!1){let a=n===`12`||n!==`24`&&void 0;return Kn(n===`system`?void 0:t,{...i?{day:`numeric`,month:`short`}:{},hour:`numeric`,minute:`2-digit`,...a===void 0?{}:{hour12:a},...r===void 0?{}:{timeZone:r}}).format(e)}var Bn=6e4,Vn=60*Bn,Hn={minute:NaN,timeZone:``,start:0};function Un(e,t){let n=Math.floor(e/Bn);return(Hn.minute!==n||Hn.timeZone!==t)&&(Hn={minute:n,timeZone:t,start:Wn(e,t)}),Hn.start}function Wn(e,t){let n=Kn(`en`,{dateStyle:`short`,timeStyle:`medium`,hourCycle:`h23`,...t===void 0?{}:{timeZone:t}}),r=e=>new Map(n.formatToParts(e).map(({type:e,value:t})=>[e,Number(t)])),i=(e,t)=>r(e).get(t)??0,a=e-e%1e3-((i(e,`hour`)*60+i(e,`minute`))*60+i(e,`second`))*1e3;return[-36e5,-18e5,0,Vn/2,Vn].map(e=>a+e).find(t=>i(t,`day`)===i(e,`day`))??a}var Gn=/* @__PURE__ */ new Map;function Kn(e,t){let n=JSON.stringify([e,t]),r=Gn.get(n);return r||(r=new Intl.DateTimeFormat(e,t),Gn.set(n,r)),r}var qn=class{constructor(){this.last=null}of(e,t){return(!this.last||e.some((e,t)=>e!==this.last?.from[t]))&&(this.last={from:e,made:t()}),this.last.made}};function Jn(e,t,n){let r=t.device_id;return e===`call`?{service:`create_call`,data:{number:n},target:r,involved:[r]}:{service:`transfer_call`,data:{number:n,attended:e===`consult`},target:r,involved:[r]}}var Yn={monitor:`monitor_call`,coach:`coach_call`,barge:`barge_call`};function Xn(e,t,n){return e===`call`||e===`transfer`||e===`consult`?Jn(e,t,n.extension):{service:Yn[e],data:{number:t.extension},target:n.device_id,involved:[t.device_id,n.device_id]}}var Zn=1e3,Qn=5e3,$n=3e5,er=class{constructor(){this.until=/* @__PURE__ */ new Map,this.doubtfulUntil=/* @__PURE__ */ new Map}begin(e,t){let n=tr(e);if([...e.involved,n].some(e=>t<(this.until.get(e)??0)))return`busy`;let r=this.doubtfulUntil.get(n)??0;if(this.doubtfulUntil.delete(n),t<r)return this.until.set(n,t+Zn),`doubtful`;for(let t of e.involved)this.until.set(t,1/0);return null}end(e,t,n,r){for(let n of e.involved)this.until.set(n,t+Zn);r===`done`?this.until.set(tr(e),n+Qn):r===`unknown`&&this.doubtfulUntil.set(tr(e),n+$n)}};function tr({service:e,data:t,target:n}){return JSON.stringify([e,t,n])}var nr=/* @__PURE__ */ new Map([[`idle`,`free`],[`ringing`,`ringing`],[`calling`,`calling`],[`on_call`,`on_call`],[`on_hold`,`on_hold`],[`offline`,`offline`]]),rr=/* @__PURE__ */ new Map([[`on`,!0],[`off`,!1]]),ir=[`inbound`,`outbound`,`internal`];function ar(e,t){let{entities:n}=e,r=n.status?t[n.status]:void 0,i=sr(r,n.busy?t[n.busy]:void 0),a=N(r?.attributes.other_party),o=N(r?.attributes.number),s=r?.attributes.direction;return{handset:e,state:i,party:a??o,number:a===null||o===null||gn(a,o)?null:o,direction:ir.includes(s)?s:null,since:ur(r?.attributes.started)??cr(i,r),missed:lr(n.last_missed_call?t[n.last_missed_call]:void 0),isRecorded:rr.get(n.recording&&t[n.recording]?.state)??null}}var or=class{constructor(){this.known=/* @__PURE__ */ new Map,this.handsets=[],this.phones=[]}read(e,t){let n=e=>e===void 0?void 0:t[e],r=e===this.handsets?this.known:/* @__PURE__ */ new Map,i=e===this.handsets;for(let a of e){let{entities:e,device_id:o}=a,s=this.known.get(o),c=n(e.status),l=n(e.busy),u=n(e.last_missed_call),d=n(e.recording);if(s?.handset===a&&s.status===c&&s.busy===l&&s.missed===u&&s.recording===d)r.set(o,s);else{i=!1;let e=ar(a,t);r.set(o,{handset:a,status:c,busy:l,missed:u,recording:d,phone:e})}}return i||(this.known=r,this.handsets=e,this.phones=[...r.values()].map(({phone:e})=>e)),this.phones}};function R(e){return![`free`,`offline`,`unknown`].includes(e.state)}function sr(e,t){return nr.get(e?.state)??(t?.state===`on`?`busy`:`unknown`)}function cr(e,t){return e===`ringing`||e===`calling`?ur(t?.last_changed):null}function lr(e){let t=ur(e?.state);if(t===null)return null;let n=N(e?.attributes.number),r=n!==null&&/\d/.test(n)?n:null,i=N(e?.attributes.name);return{at:t,number:r,caller:i??(r&&(N(e?.attributes.other_party)??r)),isNamed:i!==null}}function ur(e){let t=typeof e==`string`?Date.parse(e):NaN;return Number.isNaN(t)?null:t}var dr=[`monitor`,`coach`,`barge`];function fr(e,t,n,r){return t.mine?!r||br(t)||t.mine.state!==`free`?{kind:`open`}:mr(`call`,e,t,n,!1):{kind:n.mayChoose?`choose`:`open`}}function pr(e,t){let{phone:n,mine:r}=e;return!z(r)||br(e)?[]:r.state===`on_call`?[`transfer`,`consult`,`call`]:n?.state===`on_call`&&n.handset.may_call&&t.maySupervise?[`call`,...dr]:[`call`]}function mr(e,t,n,r,i){if(!n.mine)return r.mayChoose?{kind:`choose`}:{kind:`cannot`,obstacle:`not_permitted`};if(!pr(n,r).includes(e))return{kind:`cannot`,obstacle:gr(e,n)};let a=_r(t,n)?!i&&yr(e,n):`changed`;return a?{kind:`ask`,deed:e,doubt:a}:{kind:`do`,deed:e}}function hr(e,t,n){let{deed:r,sight:i}=e;if(_r(i,t))return e;if(vr(i.mine)!==vr(t.mine)||!pr(t,n).includes(r))return null;let a=yr(r,t);return a&&{deed:r,doubt:a,sight:t}}function gr(e,t){let{phone:n,mine:r}=t;return z(r)?br(t)?`is_my_phone`:dr.includes(e)?n?.state===`on_call`?`not_permitted`:`no_call_there`:`no_call`:`my_phone_cannot_call`}function _r(e,t){return vr(e.phone)===vr(t.phone)&&vr(e.mine)===vr(t.mine)}function vr(e){return JSON.stringify(e&&[e.handset.device_id,e.state,e.party,e.number,e.since])}function yr(e,{phone:t}){return!t||dr.includes(e)?null:t.state===`ringing`?`ringing`:R(t)?`busy`:t.state===`free`?null:t.state===`offline`?`offline`:`unknown`}function br({phone:e,mine:t}){return e!==null&&e.handset.device_id===t?.handset.device_id}function z(e){return e!==null&&e.state!==`offline`&&e.state!==`unknown`}var xr=[`name`,`extension`,`area`,`busy`];function Sr(e,t){let{handsets:n=[],areas:r=[],labels:i=[]}=t,a=n.length+r.length+i.length===0;return e.filter(({handset:e,state:o})=>t.hide_offline&&o===`offline`?!1:a||n.includes(e.device_id)||e.area_id!==null&&r.includes(e.area_id)||i.some(t=>e.labels.includes(t)))}function Cr(e,t,n,r=e=>e){let{compare:i}=new Intl.Collator(n,{numeric:!0}),a=(e,t)=>i(e.extension,t.extension),o=(e,t)=>i(e.name,t.name)||a(e,t),s=({area_id:e})=>e===null?null:r(e),c={name:o,extension:a,area:(e,t)=>{let[n,r]=[s(e),s(t)];return n===null||r===null?Number(n===null)-Number(r===null)||o(e,t):i(n,r)||o(e,t)},busy:o};return[...e].sort(c[t])}function wr(e){return[...e.filter(R),...e.filter(e=>!R(e))]}function Tr(e,t){let n=new Map(t.map((e,t)=>[e,t])),r=({handset:e})=>n.get(e.device_id)??t.length;return[...e].sort((e,t)=>r(e)-r(t))}var Er=class{constructor(){this.reader=new or,this.handsets=[],this.arranged=[],this.book=new En([],[]),this.last=null}read({accounts:e,options:t,home:n,chosen:r,kept:i}){let a=Or(e,t);if(a?.state!==`loaded`)return null;this.prepare(a,t.order??`name`,n);let o=this.reader.read(this.handsets,n.states),s=on(a,Dr(t)??r(a)),c=[o,a,t,s,i];return(!this.last||c.some((e,t)=>e!==this.last?.from[t]))&&(this.last={from:c,view:this.build(a,t,o,s,i)}),this.last.view}prepare(e,t,{areas:n,language:r}){this.arranged[0]!==e&&(this.book=new En(e.handsets,e.contacts));let i=[e,t,r,t===`area`?n:null];if(i.some((e,t)=>e!==this.arranged[t])){this.arranged=i;let a=e=>n?.[e]?.name??e;this.handsets=Cr(e.handsets,t,r,a)}}build(e,t,n,r,i){let a=new Map(n.map(e=>[e.handset.device_id,e])),o=r!==null&&a.get(r)||null,s=Sr(n,t),c=t.order===`busy`?wr(s):s;return{account:e,book:this.book,phones:a,shown:i?Tr(c,i):c,mine:o,rights:{mayChoose:!t.device&&an(e.handsets).length>0,maySupervise:o?.handset.may_supervise??!1}}}};function Dr({device:e}){return e?{device:e,user:void 0,option:null}:null}function Or(e,{account:t,device:n}){return n?e.find(({handsets:e})=>e.some(({device_id:e})=>e===n))??e.find(({state:e})=>e!==`loaded`):t?e.find(({entry_id:e})=>e===t):e[0]}function B({phones:e,mine:t},n){return{phone:n===null?null:e.get(n)??null,mine:t}}var kr=3,Ar=[`invalid_format`,`not_found`,`service_validation_error`,`home_assistant_error`];function jr(e){let t=P(P(e).response),n=N(t.number);return n===null?{kind:`unknown`}:{kind:`done`,number:n,readable:N(t.readable)??n,name:N(t.name)}}function Mr(e){if(e===kr)return{kind:`unknown`};let t=P(e).error,{code:n,message:r,translation_domain:i,translation_key:a,translation_placeholders:o}=P(typeof t==`object`&&t?t:e);if(n===`unauthorized`)return{kind:`not_permitted`};if(!Ar.includes(n)||a===`outcome_unknown`)return{kind:`unknown`};let s=Ir(o),c=Fr(a,s);if(c!==null)return{kind:`limit`,seconds:c};let[l,u]=[N(i),N(a)];return{kind:`refused`,translation:l&&u?{domain:l,key:u,placeholders:s}:null,message:N(r)??String(n)}}function Nr(e){let t=P(P(e).response),n=t.allowed;if(typeof n!=`boolean`)return null;let r=N(t.rule),i=Ir(t.placeholders);return{readable:N(t.readable),name:N(t.name),isAllowed:n,rule:r,reason:N(t.reason),translation:r?{domain:`jingl`,key:r,placeholders:i}:null,seconds:Fr(r,i)}}function Pr(e){return/^[2-9]\d{7}$/.test(F(e))}function Fr(e,t){let n=Number(t.seconds);return e===`too_many_calls`&&n>0?n:null}function Ir(e){return Object.fromEntries(Object.entries(P(e)).map(([e,t])=>[e,String(t)]))}var V={free:`state_free`,ringing:`state_ringing`,calling:`state_calling`,on_call:`state_on_call`,on_hold:`state_on_hold`,busy:`state_busy`,offline:`state_offline`,unknown:`state_unknown`},Lr={inbound:`inbound`,outbound:`outbound`,internal:`internal`},Rr={call:`call`,transfer:`transfer`,consult:`consult`,monitor:`monitor`,coach:`coach`,barge:`barge`},zr={changed:`ask_changed`,ringing:`ask_ringing`,busy:`ask_busy`,offline:`ask_offline`,unknown:`ask_unknown`},Br={my_phone_cannot_call:`my_phone_cannot_call`,is_my_phone:`is_my_phone`,no_call:`no_call`,no_call_there:`no_call_there`,not_permitted:`not_permitted`},Vr={call:`sending_call`,transfer:`sending_transfer`,consult:`sending_call`,monitor:`sending_join`,coach:`sending_join`,barge:`sending_join`},Hr={call:`done_call`,transfer:`done_transfer`,consult:`done_consult`,monitor:`done_join`,coach:`done_join`,barge:`done_join`};function Ur(e){return e?.isCounting?`off`:`polite`}async function Wr(e,t,n,r,i){switch(e.kind){case`done`:return{text:r(Hr[t],{name:n}),tone:`good`,isCalling:t===`call`};case`unknown`:return{text:r(`outcome_unknown`),tone:`bad`};case`not_permitted`:return{text:r(`not_permitted`),tone:`bad`};case`refused`:return e.translation?.key===`invalid_number`?{text:Gr(e.translation.placeholders.number??n,r),tone:`bad`}:{text:await Kr(e.translation,i)||e.message,tone:`bad`}}}function Gr(e,t){return Pr(e)?t(`needs_area_code`,{number:e}):t(`incomplete`,{number:e})}async function Kr(e,t){if(!e)return``;let{domain:n,key:r,placeholders:i}=e;try{return(await t.loadBackendTranslation(`exceptions`,n))(`component.${n}.exceptions.${r}.message`,i)}catch{return``}}var qr=new er;function Jr(e,t){let n=performance.now();return qr.begin(t,n)??Yr(e,t,n)}async function Yr(e,t,n){let{service:r,data:i,target:a}=t,o;try{o=jr(await e.callService(`jingl`,r,i,{device_id:a},!1,!0))}catch(e){o=Mr(e)}return qr.end(t,n,performance.now(),o.kind),o}async function Xr(e,{handset:t,state:n},r){let i=n===`on_call`?`transfer_call`:`create_call`,a={device_id:t.device_id};try{let t=Nr(await e.callService(`jingl`,`check_number`,{number:r,action:i},a,!1,!0));return t&&{...t,reason:await Zr(t,e)}}catch{return null}}async function Zr({translation:e,reason:t},n){return await Kr(e,n)||t}var Qr={quiet:null,good:15e3,bad:12e4},$r=3e4,ei={typed:``,picked:null},ti=class{constructor(){this.hint=null,this.draft=ei,this.kept=null,this.wanted=``,this.draw=()=>void 0}say(e){let t=e&&Qr[e.tone];this.show(e,()=>this.say(null),t)}count(e,t){let n=e-performance.now();if(n>0){let r=Math.ceil(n/1e3);this.show(t(r),()=>this.count(e,t),n-(r-1)*1e3)}else this.say(null)}show(e,t,n){clearTimeout(this.timer),this.hint=e,n!==null&&(this.timer=setTimeout(t,n)),this.draw()}},ni=[];function ri(e,t){let n={name:e,board:t};ni.push(n),setTimeout(()=>{let e=ni.indexOf(n);e>=0&&(ni.splice(e,1),t.say(null))},$r)}function ii(e){let t=ni.findIndex(t=>t.name===e);return ni.splice(t,t<0?0:1)[0]?.board??new ti}var ai=class{constructor(e){this.host=e,this.name=``,this.board=new ti,this.forget=()=>{this.board.say(null)},e.addController(this)}get hint(){return this.board.hint}get draft(){return this.board.draft}set draft(e){this.board.draft=e,this.board.draw()}get kept(){return this.board.kept}set kept(e){this.board.kept=e}hostConnected(){this.board=ii(this.name),this.board.draw=()=>this.host.requestUpdate()}hostDisconnected(){ri(this.name,this.board)}async send(e,t,n,r,i,a=!1){let{board:o}=this;if(!i.connected)return o.say({text:r(`not_sent`),tone:`bad`}),null;let s=JSON.stringify(e),c=Jr(i,e);if(c===`busy`)return s!==o.wanted&&o.say({text:r(`in_flight`),tone:`bad`}),null;if(o.wanted=s,c===`doubtful`)return o.say({text:r(`may_have_worked`),tone:`bad`}),null;o.say({text:r(Vr[t],{name:n}),tone:`quiet`});let l=await c;if(l.kind===`limit`)return o.count(performance.now()+l.seconds*1e3,e=>({text:r(`limit`,{time:L(e)}),tone:`bad`,isCounting:e<l.seconds})),l;let u=l.kind===`done`&&!a?l.name??l.readable:null;return o.say(await Wr(l,t,u??n,r,i)),l}say(e){this.board.say(e)}},oi=`jingl-phones-call`,si=`jingl-phones-chooser`,ci=`jingl-phones-dial`,li=`jingl-last-calls`,ui=`jingl-recording-player`,di=`jingl-call-timer`,fi=`button, label, [role=option]`,pi=[`pointerdown`,`pointercancel`,`keydown`,`keyup`,`click`],mi=class{constructor(e,t,n){this.host=e,this.look=t,this.missed=n,this.down=null,e.addController(this)}get drawn(){return this.down?.drawn??null}hostConnected(){for(let e of pi)window.addEventListener(e,this,!0)}hostDisconnected(){for(let e of pi)window.removeEventListener(e,this,!0);this.down=null}handleEvent(e){switch(e.type){case`pointerdown`:this.begin(e);break;case`keydown`:this.key(e);break;case`click`:this.click(e),this.endSoon();break;case`keyup`:this.endSoon();break;case`pointercancel`:this.down=null}}begin(e){this.down={drawn:this.look(),control:hi(e)}}key(e){(e.key===`Enter`||e.key===` `)&&(e.repeat?e.key===`Enter`&&hi(e)&&this.isInside(e)&&e.preventDefault():this.begin(e))}click(e){let t=hi(e);this.down&&t&&this.isInside(e)&&t!==this.down.control&&(e.preventDefault(),e.stopPropagation(),this.missed(e))}endSoon(){let{down:e}=this;setTimeout(()=>{this.down===e&&(this.down=null)})}isInside(e){return e.composedPath().includes(this.host)}};function hi(e){return e.composedPath().filter(e=>e instanceof Element).find(e=>e.matches(fi))??null}function H(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var gi=1296e5,U=class extends w{constructor(...e){super(...e),this.view=null,this.isChoosing=!1,this.t=A(`en`),this.acted=null,this.caller=new ai(this),this.press=new mi(this,()=>this.view,e=>this.missed(e)),this.kept=null,this.today=0,this.isTalking=!1,this.tomorrow=0,this.reader=new Er,this.whens=new qn,this.focused=null,this.refresh=()=>{this.view=this.read(),this.view||this.requestUpdate()},this.time=e=>zn(e,this.timeFormat)}setConfig(e){this.config=e,this.caller.name=JSON.stringify(e),this.refresh()}getGridOptions(){return{columns:`full`,min_columns:3,rows:`auto`}}get hass(){return this.home}set hass(e){let t=this.home;this.home=e,t?.language!==e.language&&this.speak(e.language),t?.connection!==e.connection&&this.isConnected&&this.listen(e),(t?.connected!==e.connected||t.locale!==e.locale)&&this.requestUpdate(),Date.now()>=this.tomorrow&&this.requestUpdate(),t?.config.components!==e.config.components&&this.accounts?.retry(),(t?.states!==e.states||t.areas!==e.areas)&&this.refresh()}connectedCallback(){super.connectedCallback(),this.home&&this.listen(this.home),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.accounts?.remove(this.refresh),this.myPhone?.remove(this.refresh)}listen(e){this.accounts?.remove(this.refresh),this.myPhone?.remove(this.refresh),this.accounts=tn(e.connection),this.myPhone=fn(e),this.accounts.add(this.refresh),this.myPhone.add(this.refresh),this.refresh()}speak(e){this.t=A(e),j(e).then(e=>{e&&this.home&&(this.t=A(this.home.language))})}get options(){return this.config}read(){let{home:e,options:t,accounts:n,myPhone:r,kept:i}=this;if(!e||!t||!r||n?.current.kind!==`known`)return null;let a=r.of.bind(r);return this.reader.read({accounts:n.current.accounts,options:t,home:e,chosen:a,kept:i})}willUpdate(e){let t=Un(Date.now(),this.timeZone);t!==this.today&&(this.today=t,this.tomorrow=Un(t+gi,this.timeZone));let n=this.view?.mine?.state===`on_call`;n&&!this.isTalking&&this.caller.hint?.isCalling&&this.caller.forget(),this.isTalking=n,this.focused=this.shadowRoot?.activeElement??null}updated(e){let{focused:t}=this;t?.isConnected&&t!==this.shadowRoot?.activeElement&&t.focus(),this.isChoosing&&e.has(`isChoosing`)?this.chooser?.updateComplete.then(()=>this.chooser?.focus()):t?.matches(`jingl-phones-chooser`)&&!t.isConnected&&this.renderRoot.querySelector(`.mine`)?.focus()}notices({phones:e,mine:t}){let{t:n}=this;return y`
      ${this.home?.connected?x:y`<p class="lost" role="alert">${n(`disconnected`)}</p>`}
      ${this.isChoosing?y`<jingl-phones-chooser
              .t=${n}
              .handsets=${an([...e.values()].map(({handset:e})=>e))}
              .chosen=${t?.handset.device_id??null}
              @jingl-choose=${this.choose}
            ></jingl-phones-chooser>`:x}
    `}myPhoneButton({mine:e}){let{t}=this;return y`<button
      class="button mine"
      data-state=${e?.state??`unknown`}
      aria-expanded=${this.isChoosing?`true`:`false`}
      @click=${this.toggleChooser}
    >
      <span class="dot"></span>
      <span class="quiet">${t(`my_phone`)}:</span>
      <bdi>${e?.handset.name??t(`choose`)}</bdi>
      ${e?y`<span class="words">${t(V[e.state])}</span>`:x}
      ${M(o)}
    </button>`}nothingToDraw(){let{t:e,home:t,options:n}=this,r=this.accounts?.current;if(!n||r?.kind!==`known`)return r?.kind===`absent`?e(`absent`):``;let i=Or(r.accounts,n);if(i){let t={account:i.title};return i.state===`failed`?e(`account_failed`,t):e(`account_loading`,t)}return t?.user?.is_admin?r.accounts.length?e(n.device?`phone_gone`:`account_gone`):e(`absent`):e(`not_visible`)}isMissed({missed:e}){return e!==null&&e.at>=this.today}get timeZone(){let{locale:e,config:t}=this.home??{};return e?.time_zone===`server`?t?.time_zone:void 0}get when(){let{today:e,timeFormat:t}=this;return this.whens.of([e,...Object.values(t)],()=>n=>zn(n,t,n<e))}get timeFormat(){return{language:this.home?.language??`en`,timeFormat:this.home?.locale.time_format,timeZone:this.timeZone}}missed(e){let t=e.composedPath().filter(e=>e instanceof HTMLElement);this.acted=t.find(({dataset:e})=>e.key!==void 0)?.dataset.key??null,this.caller.say({text:this.t(`moved`),tone:`bad`})}async dialNumber(e,t,n){let{home:r,t:i}=this,{deed:a,number:o,name:s}=e,{mine:c,rights:l}=n,u=mr(a,B(t,null),B(n,null),l,!1);if(u.kind===`choose`)this.isChoosing=!0;else if(u.kind===`cannot`)this.caller.say({text:i(Br[u.obstacle],{state:this.stateOf(c)}),tone:`bad`});else if(u.kind===`ask`)this.caller.say({text:i(`call_changed`),tone:`bad`});else if(r&&c){let e=Jn(a,c.handset,o),t=await this.caller.send(e,a,s,i,r);if(t?.kind===`done`)return Ln(r).add(n.account.entry_id,t),this.requestUpdate(),!0}return!1}async perform(e,t,{phones:n,mine:r}){let{home:i,t:a}=this,o=n.get(t)?.handset;if(!i||!r||!o)return null;let s=Xn(e,r.handset,o);return this.caller.send(s,e,o.name,a,i,!0)}cannotCall(e){return this.t(`my_phone_cannot_call`,{state:this.stateOf(e)})}stateOf(e){return this.t(V[e?.state??`unknown`])}toggleChooser(){this.isChoosing=!this.isChoosing}choose({detail:e}){let{view:t,myPhone:n}=this;if(this.isChoosing=!1,!e||!t||!n)return;let{device:r,isEverywhere:i}=e;n.choose(t.account.entry_id,r,i).catch(()=>{this.caller.say({text:this.t(`choose_failed`),tone:`bad`})})}};H([E()],U.prototype,`config`,void 0),H([E()],U.prototype,`view`,void 0),H([E()],U.prototype,`isChoosing`,void 0),H([E()],U.prototype,`t`,void 0),H([E()],U.prototype,`acted`,void 0),H([D(si)],U.prototype,`chooser`,void 0);function _i(e,t,{isMissed:n,mayJoin:r}){let{phone:i,mine:a}=e;if(!i)return[];if(!a)return t.mayChoose?[`call`]:[];let o=a.state===`on_call`,s=pr(e,t).filter(e=>e===`call`?!o:r||!dr.includes(e)),c=n&&i.missed?.number&&z(a)&&!o;return[...s,...c?[`call_back`]:[]]}function vi(e,t,n){if(e[t]?.platform!==`jingl`)return null;let r=yi(e,t);return r?[{type:n,handsets:[r]},{type:n}]:[{type:n}]}function yi(e,t){let{platform:n,device_id:r}=e[t]??{},i=Object.entries(e).some(([e,t])=>e.startsWith(`event.`)&&t?.device_id===r);return n===`jingl`&&r&&i?r:null}var W=h`
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
  /* A button that is only said to be disabled keeps the keyboard's focus. */
  .button:disabled,
  .button[aria-disabled="true"] {
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
`,bi=h`
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
`;function xi({entities:e},{entity_id:t}){return t!==void 0&&yi(e,t)!==null}var Si=class extends U{constructor(...e){super(...e),this.about={},this.ask=null,this.account={},this.found=null,this.pressed=null}static{this.styles=[W,h`
      :host {
        display: block;
        container: feature / inline-size;
        font-family: var(--ha-font-family-body, inherit);
        color: var(--text);
      }
      .row {
        display: flex;
        align-items: center;
        gap: 8px;
        block-size: var(--feature-height, 42px);
      }
      .hint {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        font-size: 11px;
        line-height: 14px;
        color: var(--quiet);
      }
      .hint:empty {
        display: none;
      }
      .hint.good {
        color: var(--text);
      }
      .hint.bad {
        color: var(--error);
      }
      .buttons {
        display: flex;
        flex: 1;
        gap: 8px;
        block-size: 100%;
        min-inline-size: 0;
      }
      .hint:not(:empty) + .buttons {
        flex: none;
      }
      .buttons .button {
        flex: 1 1 42px;
        min-inline-size: 42px;
        min-block-size: 0;
        block-size: 100%;
        padding-inline: 10px;
        border-radius: var(--feature-border-radius, 12px);
        overflow: hidden;
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      /* Rather no words than half of them. */
      .hint:not(:empty) + .buttons .label {
        display: none;
      }
      @container feature (max-width: 240px) {
        [data-count="2"] .label {
          display: none;
        }
        .row,
        .buttons {
          gap: 4px;
        }
        .hint:not(:empty) + .buttons .button {
          flex-basis: 36px;
          min-inline-size: 36px;
          padding-inline: 8px;
        }
      }
      @container feature (max-width: 420px) {
        [data-count="3"] .label {
          display: none;
        }
      }
      @container feature (max-width: 560px) {
        .buttons:not([data-count="1"], [data-count="2"], [data-count="3"]) .label {
          display: none;
        }
      }
    `]}static getStubConfig(){return{type:`custom:${e}`}}static getConfigForm(){return Wt([{name:`supervise`,default:!1,selector:{boolean:{}}}])}set context(t){t.entity_id!==this.about.entity_id&&(this.about=t,this.ask=null,this.caller.forget(),this.caller.name=JSON.stringify([e,t]),this.refresh())}setConfig(e){let{name:t}=this.caller;super.setConfig(e),this.caller.name=t}get device(){let{home:e,about:t}=this;if(this.found?.entities!==e?.entities||this.found?.about!==t){let{entity_id:n}=t,r=e&&n?yi(e.entities,n):null;this.found={entities:e?.entities,about:t,device:r}}return this.found.device}get options(){let{device:e,accounts:t}=this;if(e===null||t?.current.kind!==`known`)return;let n=Or(t.current.accounts,{device:e})?.entry_id;return n!==this.account.account&&(this.account={account:n}),n===void 0?void 0:this.account}willUpdate(e){super.willUpdate(e);let{ask:t,view:n,device:r}=this;t&&n&&(this.ask=hr(t,B(n,r),n.rights)),this.pressed=this.renderRoot.querySelector(`:focus`)}updated(e){super.updated(e),this.pressed&&!this.pressed.isConnected&&this.renderRoot.querySelector(`.button`)?.focus()}render(){let{t:e,view:t,ask:n}=this,r=t?.phones.get(this.device??``);if(!t||!r)return this.row({text:this.nothingToDraw(),tone:`quiet`},[]);if(n){let t={name:r.handset.name,state:e(V[r.state])};return this.row({text:e(zr[n.doubt],t),tone:`good`},[{...this.deed(n.deed,!0),key:`confirm`},{key:`cancel`,path:`M19,6.41L17.59,5L12,10.59L6.41,5L5,6.41L10.59,12L5,17.59L6.41,19L12,13.41L17.59,19L19,17.59L13.41,12L19,6.41Z`,words:`cancel`,act:()=>this.cancel()}])}let i=_i(B(t,this.device),t.rights,{isMissed:this.isMissed(r),mayJoin:this.config?.supervise??!1});return this.row(this.caller.hint??this.note(r,t,i.length>0),i.map(e=>e===`call_back`?{key:e,path:ie,words:e,act:()=>this.callBack()}:this.deed(e,!1)))}note(e,{mine:t,rights:n},r){let{t:i}=this;return!t&&n.mayChoose?this.isChoosing?{text:i(`choose_first`),tone:`bad`}:null:t?z(t)?e===t&&!r?{text:i(`is_my_phone`),tone:`quiet`}:null:{text:this.cannotCall(t),tone:`quiet`}:{text:i(`no_own_phone`),tone:`quiet`}}row(e,t){return y`<div class="row" @click=${this.keep} @keydown=${this.escape}>
      <div
        class="hint ${e?.tone??``}"
        role="status"
        aria-live=${Ur(e)}
        title=${e?.text||x}
      >${e?.text??``}</div>
      <div class="buttons" data-count=${t.length} ?hidden=${!t.length}>
        ${k(t,({key:e})=>e,e=>this.button(e))}
      </div>
    </div>`}button({path:e,words:t,act:n}){let r=this.t(t);return y`<button
      class="button tinted"
      title=${r}
      aria-label=${r}
      @click=${({detail:e})=>{e<2&&n()}}
    >
      ${M(e)}<span class="label">${r}</span>
    </button>`}deed(e,t){return{key:e,path:qt[e],words:Rr[e],act:()=>this.act(e,t)}}act(e,t){let{t:n,device:r}=this,i=this.read(),a=this.press.drawn??i;if(!i||!a||r===null)return;let[o,s]=[B(a,r),B(i,r)],c=mr(e,o,s,i.rights,t);if(this.ask=c.kind===`ask`?{deed:e,doubt:c.doubt,sight:s}:null,c.kind===`do`)this.perform(e,r,i);else if(c.kind===`choose`)this.isChoosing=!0;else if(c.kind===`cannot`){let e={name:s.phone?.handset.name??``,state:this.stateOf(i.mine)};this.caller.say({text:n(Br[c.obstacle],e),tone:`bad`})}}callBack(){let e=this.read(),t=this.press.drawn??e,n=t&&B(t,this.device).phone?.missed;if(e&&t&&n?.number){let{number:r,caller:i}=n;this.dialNumber({deed:`call`,number:r,name:i??r},t,e)}}cancel(){this.ask=null}escape(e){e.key===`Escape`&&this.ask&&(e.stopPropagation(),this.cancel())}keep(e){e.stopPropagation()}};H([E()],Si.prototype,`about`,void 0),H([E()],Si.prototype,`ask`,void 0);var Ci=h`
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
`,wi=100,Ti=1e3,Ei=class extends Qt{constructor(e,t,n){super(e),this.filter=t,this.forget=n,this.subscription=null,this.asked=t.limit??wi}async loadMore(){let{current:e,subscription:t,asked:n}=this;if(e.kind!==`known`||!e.more||e.calls.length<n||t===null)return;let r=Math.min(n,Ti);this.asked+=r;try{await this.connection.sendMessagePromise({type:Xt,subscription:t,limit:r})}catch{this.subscription===t&&(this.asked=n)}}ended(){this.forget()}message(){return this.subscription=null,this.asked=Math.min(this.asked,Ti),{type:Yt,...this.filter,limit:this.asked}}read(e){let{more:t}=e;return`calls`in e?(this.subscription=e.subscription,{calls:e.calls,more:t}):{calls:pn(this.current.kind===`known`?this.current.calls:[],e),more:t}}},Di=/* @__PURE__ */ new WeakMap;function Oi(e,t){let n=Di.get(e)??/* @__PURE__ */ new Map;Di.set(e,n);let r=JSON.stringify(t),i=n.get(r)??new Ei(e,t,()=>{n.get(r)===i&&n.delete(r)});return n.set(r,i),i}var ki=300,Ai=class{constructor(e){this.host=e,this.listed=null,this.found=null,this.search=null,this.wanted=``,this.merged=new qn,this.changed=()=>this.host.requestUpdate(),e.addController(this)}hostDisconnected(){this.listed?.linger(),this.listed?.remove(this.changed),this.listed=null,this.find(``,null)}follow(e,t,n){let r=Oi(e,t);r!==this.listed&&(this.listed?.linger(),this.listed?.remove(this.changed),this.listed=r,r.add(this.changed)),this.search=n;let{current:i}=r,a=i.kind===`known`&&i.more?n?.party??null:null,o=a===null?null:{...t,party:a};this.find(o&&JSON.stringify(o),o&&(()=>Oi(e,o)))}get current(){let{listed:e,found:t,search:n,wanted:r}=this,i=e?.current??{kind:`loading`};if(!n||i.kind!==`known`)return i;let a=t?.current;return this.merged.of([i,a,n,r],()=>{let e=i.calls.filter(n.matches),t=a?.kind===`known`?a.calls:[],o=a?.kind===`known`?a.more:a?.kind!==`absent`;return{kind:`known`,calls:pn(e,{changed:t,removed:[]}),more:r!==``&&o}})}loadMore(){(this.search?this.found:this.listed)?.loadMore()}retry(){this.listed?.retry()}find(e,t){let n=e??``;n!==this.wanted&&(this.wanted=n,clearTimeout(this.timer),this.found?.remove(this.changed),this.found=null,t&&(this.timer=setTimeout(()=>{this.found=t(),this.found.add(this.changed)},ki)))}};function ji(e){let t=Cn(e).split(/[\s*]+/).filter(Boolean);if(!t.length)return null;let n=F(e.replaceAll(`*`,``));return{matches:e=>{let r=Ni(e);return n!==``&&r.number.includes(n)||t.every(e=>r.name.includes(e))},party:`*${e.trim()}*`}}var Mi=/* @__PURE__ */ new WeakMap;function Ni(e){let t=Mi.get(e);return t||(t={name:Cn(e.name??``),number:F(e.number??``)},Mi.set(e,t)),t}var G=[`all`,`missed`,`incoming`,`outgoing`],Pi={all:{},missed:{results:[`missed`]},incoming:{directions:[`inbound`]},outgoing:{directions:[`outbound`]}};function Fi(e,t,n){let r=G.length-1,i=G.indexOf(e),a=n?`ArrowLeft`:`ArrowRight`,o=n?`ArrowRight`:`ArrowLeft`,s={[a]:i===r?0:i+1,[o]:i===0?r:i-1,Home:0,End:r}[t];return s===void 0?null:G[s]??null}var Ii=864e5,Li=7;function Ri(e,t,n,r){let i=Math.round((t-e)/Ii);if(i===0||i===1){let e=Bi(n).format(-i,`day`);return e.charAt(0).toLocaleUpperCase(n)+e.slice(1)}let a=r===void 0?{}:{timeZone:r};if(i>1&&i<Li)return Kn(n,{weekday:`long`,...a}).format(e);let o=Kn(`en`,{year:`numeric`,...a});return Kn(n,{weekday:`short`,day:`numeric`,month:`long`,...o.format(e)===o.format(t)?{}:{year:`numeric`},...a}).format(e)}var zi=/* @__PURE__ */ new Map;function Bi(e){let t=zi.get(e)??new Intl.RelativeTimeFormat(e,{numeric:`auto`});return zi.set(e,t),t}var Vi=h`
  p {
    margin: 0;
  }
  .tabs {
    display: flex;
    gap: 4px;
    margin-block-end: 12px;
    overflow-x: auto;
    scrollbar-width: none;
    /* Room for the outlines, which would be cut off otherwise. */
    margin-inline: -4px;
    padding: 4px;
  }
  .tabs button {
    flex: 1 0 auto;
    max-inline-size: 160px;
    min-block-size: 44px;
    padding-inline: 10px;
    border-radius: 22px;
    font-size: 14px;
    font-weight: 500;
    white-space: nowrap;
    color: var(--quiet);
  }
  .tabs button:hover {
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .tabs button[aria-selected="true"] {
    color: var(--accent-text);
    background: color-mix(in srgb, var(--accent) 14%, transparent);
  }
  .find {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-end: 8px;
  }
  .search {
    flex: 1 1 180px;
    min-inline-size: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline: 14px;
    border: 1px solid var(--line);
    border-radius: 22px;
  }
  .search:focus-within {
    outline: 2px solid var(--accent-text);
    outline-offset: -1px;
  }
  .search svg {
    inline-size: 20px;
    block-size: 20px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    block-size: 44px;
    padding: 0;
    border: 0;
    font: inherit;
    font-size: 14px;
    color: var(--text);
    background: transparent;
  }
  input:focus-visible {
    outline: none;
  }
  input::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  select {
    flex: 0 1 auto;
    min-inline-size: 0;
    max-inline-size: min(100%, 220px);
    block-size: 46px;
    padding-inline: 12px;
    font: inherit;
    font-size: 14px;
    color: var(--text);
    background: transparent;
    border: 1px solid var(--line);
    border-radius: 22px;
  }
  select:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: -1px;
  }
  option {
    color: initial;
    background: initial;
  }
  .empty {
    padding-block: 24px;
    text-align: center;
  }
  .skeleton {
    display: flex;
    align-items: center;
    gap: 12px;
    block-size: 60px;
  }
  .skeleton::before,
  .skeleton::after {
    content: "";
    background: color-mix(in srgb, var(--text) 10%, transparent);
    animation: wait 1s ease-in-out infinite alternate;
  }
  .skeleton::before {
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
  }
  .skeleton::after {
    inline-size: 45%;
    block-size: 14px;
    border-radius: 7px;
  }
  @keyframes wait {
    to {
      opacity: 0.4;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton::before,
    .skeleton::after {
      animation: none;
    }
  }
`;function Hi(e){for(let t of[`handsets`,`areas`,`labels`]){let n=e[t];if(n!==void 0&&!(Array.isArray(n)&&n.every(e=>typeof e==`string`)))throw Error(`${t}: a list of ids`)}}var Ui={all:`tab_all`,missed:`tab_missed`,incoming:`tab_incoming`,outgoing:`tab_outgoing`};function Wi(e){if(Hi(e),e.filter!==void 0&&!G.includes(e.filter))throw Error(`filter: ${G.join(`, `)}`)}var Gi=`jingl-calls-card`,Ki=`jingl-call-list`,qi=`jingl-call-details`,Ji=`jingl-call-notes`,Yi={all:`no_calls`,missed:`no_missed_calls`,incoming:`no_incoming_calls`,outgoing:`no_outgoing_calls`},Xi=500,Zi=100,K=class extends U{constructor(...e){super(...e),this.tab=`all`,this.typed=``,this.handset=null,this.opened=null,this.most=Xi,this.feed=new Ai(this),this.listed=new qn,this.surroundings=new qn}static{this.styles=[W,bi,Ci,Vi]}static getConfigForm(){let e=A(Rt()),t=G.map(t=>({value:t,label:e(Ui[t])}));return Wt([...Bt,{name:`filter`,selector:{select:{mode:`dropdown`,options:t}}}])}static getStubConfig(){return{}}setConfig(e){Wi(e),e.filter!==this.config?.filter&&(this.tab=e.filter??`all`),super.setConfig(e)}connectedCallback(){super.connectedCallback(),Object.assign(this,this.caller.kept)}disconnectedCallback(){let{tab:e,typed:t,handset:n,opened:r}=this;this.caller.kept={tab:e,typed:t,handset:n,opened:r},super.disconnectedCallback()}getCardSize(){return 10}willUpdate(e){super.willUpdate(e);let{view:t,home:n}=this;t&&n&&this.isConnected&&(this.feed.follow(n.connection,this.filter(t),ji(this.typed)),e.has(`view`)&&this.feed.retry())}filter({account:e,shown:t}){let{config:n,handset:r}=this,i=[n?.handsets,n?.areas,n?.labels].some(e=>e?.length),a=t.map(e=>e.handset.device_id),o=r!==null&&a.includes(r)?[r]:null;return{entry_id:e.entry_id,...(o||i)&&{device_ids:o??a},...Pi[this.tab]}}render(){let{t:e,view:t}=this,n=t?``:this.nothingToDraw();return y`<div class="card">
      <div class="title"><h2 id="title">${e(`calls_title`)}</h2></div>
      ${t?this.body(t):n?y`<p role="status">${n}</p>`:this.skeleton()}
    </div>`}body(e){let{t,tab:n}=this,{hint:r}=this.caller,i=this.acted!==null&&this.acted===this.opened;return y`
      ${this.notices(e)}
      <div class="tabs" role="tablist" aria-labelledby="title" @keydown=${this.turn}>
        ${G.map(e=>y`<button
            role="tab"
            id="tab-${e}"
            aria-controls="panel"
            aria-selected=${e===n?`true`:`false`}
            tabindex=${e===n?0:-1}
            @click=${()=>this.show(e)}
          >
            ${t(Ui[e])}
          </button>`)}
      </div>
      <div class="find">
        <label class="search">
          ${M(l)}
          <input
            type="search"
            maxlength=${Zi}
            autocomplete="off"
            placeholder=${t(`search_calls`)}
            aria-label=${t(`search_calls`)}
            .value=${this.typed}
            @input=${this.type}
          />
        </label>
        ${this.chooseHandset(e)}
      </div>
      <div
        class="hint ${i?`words`:r?.tone??``}"
        role="status"
        aria-live=${Ur(r)}
      >${r?.text??``}</div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${n}">${this.calls(e)}</div>
    `}chooseHandset({shown:e}){let{t,handset:n}=this;return e.length>1?y`<select aria-label=${t(`option_handsets`)} @change=${this.pick}>
          <option value="" ?selected=${n===null}>${t(`suggest_all`)}</option>
          ${k(e,e=>e.handset.device_id,e=>y`<option
              value=${e.handset.device_id}
              ?selected=${e.handset.device_id===n}
            >
              ${e.handset.name}
            </option>`)}
        </select>`:x}calls(e){let{t,tab:n,typed:r}=this,{current:i}=this.feed;return i.kind===`absent`?y`<p role="status">${t(`absent`)}</p>`:i.kind===`loading`||!i.calls.length&&i.more?this.skeleton():i.calls.length?y`<jingl-call-list
      .days=${this.days(i.calls,e)}
      .source=${JSON.stringify([n,r,this.handset])}
      .more=${i.more||i.calls.length>this.most}
      .around=${this.around(e)}
      .several=${e.shown.length>1&&this.handset===null}
      .opened=${this.opened}
      .hint=${this.acted===this.opened?this.caller.hint:null}
      @jingl-more=${this.listMore}
      @jingl-open=${this.open}
      @jingl-call=${this.callBack}
    ></jingl-call-list>`:y`<p class="empty" role="status">${t(this.why(e,ji(r)!==null))}</p>`}why({shown:e,phones:t},n){if(!t.size)return`no_handsets`;if(!e.length)return`none_match`;let r=e.some(e=>e.state!==`unknown`);return n?`no_calls_found`:r?Yi[this.tab]:`state_unknown`}skeleton(){return y`<div role="status">
      <span class="words">${this.t(`loading_calls`)}</span>
      ${[1,2,3,4].map(()=>y`<div class="skeleton"></div>`)}
    </div>`}days(e,{mine:t}){let{most:n,timeZone:r}=this,i=t?.handset.device_id??null;return this.listed.of([e,n,r,i],()=>vn(e.slice(0,n),e=>Wn(e,r),i))}around({account:e,phones:t,rights:n}){let{t:r,time:i,today:a,timeZone:o}=this,s=this.home,{connected:c,language:l,locale:u}=s,d=n.mayChoose;return this.surroundings.of([r,u,c,a,d,e],()=>({hass:s,t:r,time:i,dayName:e=>Ri(e,a,l,o),handset:({device_id:e,extension:n})=>e!==null&&t.get(e)?.handset.name||n,mayCall:d}))}show(e){this.tab=e,this.beginAnew()}beginAnew(){this.opened=null,this.most=Xi}listMore(){let{current:e}=this.feed;e.kind===`known`&&e.calls.length>this.most?this.most*=2:this.feed.loadMore()}turn(e){let t=Fi(this.tab,e.key,getComputedStyle(this).direction===`rtl`);t&&(e.preventDefault(),this.show(t),this.renderRoot.querySelector(`#tab-${t}`)?.focus())}type({target:e}){this.typed=e.value,this.beginAnew()}pick({target:e}){this.handset=e.value||null,this.beginAnew()}open({detail:e}){this.opened=e}callBack({detail:{row:e,key:t}}){let n=this.read(),r=this.press.drawn??n,[i]=e.calls[0].records,a=I(i);if(n&&r&&a!==null){if(this.acted=t,n.mine&&R(n.mine)){this.caller.say({text:this.cannotCall(n.mine),tone:`bad`});return}this.dialNumber({deed:`call`,number:a,name:Sn(i)??a},r,n)}}choose(e){super.choose(e),this.list?.focusDetails()}};H([E()],K.prototype,`tab`,void 0),H([E()],K.prototype,`typed`,void 0),H([E()],K.prototype,`handset`,void 0),H([E()],K.prototype,`opened`,void 0),H([E()],K.prototype,`most`,void 0),H([D(Ki)],K.prototype,`list`,void 0);var Qi={inbound:m,outbound:ne,internal:se};function $i({direction:e,result:t}){return t===`missed`?ee:t===`voicemail`?`M18.5,15A3.5,3.5 0 0,1 15,11.5A3.5,3.5 0 0,1 18.5,8A3.5,3.5 0 0,1 22,11.5A3.5,3.5 0 0,1 18.5,15M5.5,15A3.5,3.5 0 0,1 2,11.5A3.5,3.5 0 0,1 5.5,8A3.5,3.5 0 0,1 9,11.5A3.5,3.5 0 0,1 5.5,15M18.5,6A5.5,5.5 0 0,0 13,11.5C13,12.83 13.47,14.05 14.26,15H9.74C10.53,14.05 11,12.83 11,11.5A5.5,5.5 0 0,0 5.5,6A5.5,5.5 0 0,0 0,11.5A5.5,5.5 0 0,0 5.5,17H18.5A5.5,5.5 0 0,0 24,11.5A5.5,5.5 0 0,0 18.5,6Z`:e===null?u:Qi[e]}function ea({direction:e,result:t}){return t===`missed`?`missed`:t===`answered`&&e!==null&&e!==`internal`?e:`plain`}var ta={missed:`result_missed`,voicemail:`result_voicemail`,no_answer:`result_no_answer`,answered_elsewhere:`result_elsewhere`},na={inbound:`result_incoming`,outbound:`result_outgoing`,internal:`result_internal`};function ra({direction:e,result:t}){return t!==null&&t!==`answered`?ta[t]:e&&na[e]}var ia=50,aa=class extends w{constructor(...e){super(...e),this.hint=null,this.opened=/* @__PURE__ */ new Set}static{this.styles=[W,h`
      :host {
        display: block;
        padding-block: 4px 12px;
        padding-inline: 52px 4px;
      }
      .act {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      .hint,
      p {
        margin: 0;
        font-size: 13px;
        line-height: 18px;
        color: var(--quiet);
      }
      .hint {
        flex: 1 1 160px;
      }
      .hint.bad {
        color: var(--error);
      }
      .hint.good {
        color: var(--text);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 28px;
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
      .time {
        min-inline-size: 64px;
        white-space: nowrap;
      }
      .what {
        flex: 1;
        min-inline-size: 0;
        color: var(--quiet);
        overflow-wrap: anywhere;
      }
      .more {
        inline-size: 44px;
        block-size: 44px;
        display: grid;
        place-items: center;
        border-radius: 50%;
        color: var(--quiet);
      }
      .more[aria-expanded="true"] svg {
        rotate: 180deg;
      }
      .extras {
        display: grid;
        gap: 8px;
        padding-block: 8px 4px;
      }
      @media (max-width: 500px) {
        :host {
          padding-inline-start: 4px;
        }
      }
    `]}focusButton(){this.button?.focus()}render(){let{row:e,around:t,hint:n}=this,[r]=e.calls,i=e.calls.length===1,a=t.mayCall&&I(r.records[0])!==null,o=i&&r.records.length===1&&(a||sa(r));return y`
      <div class="act">
        ${a?y`<button class="button back" @click=${this.callBack}>
                ${M(ie)}${t.t(`call_back`)}
              </button>`:x}
        ${n?y`<div class="hint ${n.tone}" aria-hidden="true">${n.text}</div>`:x}
      </div>
      <ul role="list">
        ${k(e.calls.slice(0,ia),({key:e})=>e,e=>y`<li>
            ${o?x:this.lines(e,i)}
            ${this.extras(e,i||this.opened.has(e.key))}
          </li>`)}
      </ul>
      ${e.calls.length>ia?y`<p>…</p>`:x}
    `}lines(e,t){let{t:n,time:r,handset:i}=this.around;return e.records.map((a,o)=>{let s=i(a),c=ra(a);return y`<div class="line">
        <span class="time">${r(hn(a))}</span>
        <span class="what"
          >${s===null?x:y`<bdi>${s}</bdi>${c?` · `:``}`}${c&&n(c)}</span
        >
        ${a.duration?y`<span>${L(a.duration)}</span>`:x}
        ${!t&&!o&&oa(e).remarks?this.toggle(e.key):x}
      </div>`})}toggle(e){return y`<button
      class="more"
      aria-label=${this.around.t(`notes`)}
      title=${this.around.t(`notes`)}
      aria-expanded=${this.opened.has(e)?`true`:`false`}
      @click=${()=>{let t=new Set(this.opened);this.opened=t.delete(e)?t:t.add(e)}}
    >
      ${M(o)}
    </button>`}extras(e,t){let{hass:n,t:r}=this.around,{recording:i,remarks:a,isWithheld:o}=oa(e),s=t?a:void 0;return!i&&!o&&!s?x:y`<div class="extras">
      ${i?y`<jingl-recording-player
              .hass=${n}
              .t=${r}
              .media=${i.media_content_id}
              .seconds=${i.duration}
            ></jingl-recording-player>`:x}
      ${o?y`<p>${r(`listen_not_permitted`)}</p>`:x}
      ${s?y`<jingl-call-notes .hass=${n} .t=${r} .call=${s}></jingl-call-notes>`:x}
    </div>`}callBack(e){e.detail<2&&this.dispatchEvent(new CustomEvent(`jingl-call-back`,{bubbles:!0,composed:!0}))}};H([T({attribute:!1})],aa.prototype,`row`,void 0),H([T({attribute:!1})],aa.prototype,`around`,void 0),H([T({attribute:!1})],aa.prototype,`hint`,void 0),H([E()],aa.prototype,`opened`,void 0),H([D(`.back`)],aa.prototype,`button`,void 0);function oa({records:e}){let t=e.find(({media_content_id:e})=>e!==null);return{recording:t,isWithheld:!t&&e.some(e=>e.recording),remarks:e.find(({may_update:e})=>e)??e.find(({notes:e,rating:t})=>e||t)}}function sa(e){return Object.values(oa(e)).some(Boolean)}var ca=class e{constructor(e,t=null,n=0,r=null){this.days=e,this.opened=t,this.extra=n,this.places=r;let i=[],[a,o]=[0,0];for(let r of e){let e=r.rows.length,s=t!==null&&t>=o&&t<o+e,c=32+e*60+(s?n:0);i.push({day:r,top:a,height:c,first:o}),a+=c,o+=e}this.spans=i,this.height=a,this.count=o}open(t,n){return t===this.opened&&n===this.extra?this:new e(this.days,t,n,this.places)}find(e){return e===null?null:(this.places??=la(this.days),this.places.get(e)??null)}row(e){let t=this.spanOf(e);return t?.day.rows[e-t.first]??null}topOf(e){let t=this.spanOf(e);return t?t.top+this.topInside(t,e):0}indexAt(e){let t=ua(this.spans,({top:t})=>t<=e);if(!t)return 0;let{first:n,day:r}=t,i=Math.max(0,e-t.top-32),{opened:a}=this,o=Math.floor(i/60);return a!==null&&a>=n&&a-n<o&&(o=Math.max(a-n,Math.floor((i-this.extra)/60))),n+Math.min(o,r.rows.length-1)}draw(e,t,n){let r=new Set(n.flatMap(e=>e??[]));for(let n=Math.max(0,e);n<t&&n<this.count;n+=1)r.add(n);let i=[],a;for(let e of[...r].sort((e,t)=>e-t)){let t=this.spanOf(e),n=t?.day.rows[e-t.first];if(!t||!n)continue;if(t!==a){let{day:e,top:n,height:r}=t;i.push({start:e.start,top:n,height:r,count:e.rows.length,rows:[]}),a=t}let r=e-t.first;i.at(-1)?.rows.push({row:n,index:e,place:r,top:this.topInside(t,e)})}return i}topInside({first:e},t){let{opened:n,extra:r}=this,i=n!==null&&n>=e&&n<t?r:0;return 32+(t-e)*60+i}spanOf(e){return ua(this.spans,({first:t})=>t<=e)}};function la(e){let t=/* @__PURE__ */ new Map,n=0;for(let{rows:r}of e)for(let{calls:e}of r){for(let{key:r}of e)t.set(r,n);n+=1}return t}function ua(e,t){let[n,r]=[0,e.length];for(;n<r;){let i=n+r>>1,a=e[i];a!==void 0&&t(a)?n=i+1:r=i}return e[n-1]}var da=h`
  :host {
    display: block;
  }
  .scroller {
    position: relative;
    max-block-size: min(600px, 75vh);
    margin-inline: -8px;
    overflow-y: auto;
    /* The list itself keeps what is read in its place. */
    overflow-anchor: none;
    scroll-padding-block: 36px 8px;
    contain: content;
  }
  section,
  li {
    position: absolute;
    inset-inline: 0;
  }
  h3 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    box-sizing: border-box;
    block-size: ${pe(`32px`)};
    margin: 0;
    padding: 8px 8px 4px;
    font-size: 13px;
    line-height: 20px;
    font-weight: 500;
    color: var(--quiet);
    background: var(--surface);
    backdrop-filter: blur(12px);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    block-size: ${pe(`60px`)};
    box-sizing: border-box;
    padding-inline: 8px;
    border-radius: 10px;
    text-align: start;
  }
  .open {
    border-radius: 10px;
    background: color-mix(in srgb, var(--text) 4%, transparent);
  }
  .head:hover {
    background: color-mix(in srgb, var(--text) 4%, transparent);
  }
  .head:focus-visible {
    outline-offset: -2px;
  }
  .icon {
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    flex: none;
    color: color-mix(in srgb, var(--tone) 70%, var(--text));
    background: color-mix(in srgb, var(--tone) 16%, transparent);
    --tone: var(--disabled-text-color, #9e9e9e);
  }
  .missed {
    --tone: var(--error-color, #db4437);
  }
  .inbound {
    --tone: var(--green-color, #4caf50);
  }
  .outbound {
    --tone: var(--accent);
  }
  .icon svg {
    inline-size: 22px;
    block-size: 22px;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
  }
  .name,
  .facts {
    display: flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .name {
    font-size: 14px;
    line-height: 20px;
    font-weight: 500;
  }
  .name.missed {
    color: var(--error);
  }
  .name bdi,
  .facts .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .times {
    font-weight: 400;
    color: var(--quiet);
  }
  .facts,
  .when {
    font-size: 12px;
    line-height: 16px;
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  .facts svg {
    inline-size: 14px;
    block-size: 14px;
  }
  .when {
    flex: none;
    text-align: end;
  }
  .when .time {
    display: block;
    font-size: 14px;
    line-height: 20px;
    color: var(--text);
  }
  .chevron {
    flex: none;
    color: var(--quiet);
  }
  .chevron svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .head[aria-expanded="true"] .chevron {
    rotate: 180deg;
  }
  .older {
    padding: 12px;
    font-size: 13px;
    text-align: center;
    color: var(--quiet);
  }
  @media (max-width: 500px) {
    .chevron {
      display: none;
    }
    .head {
      gap: 10px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .moving section,
    .moving li {
      transition: inset-block-start 0.2s ease;
    }
    .new {
      animation: arrive 0.3s ease;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        translate: 0 -12px;
      }
    }
  }
`;function fa({calls:e},t,n){let{t:r,time:i}=t,[a]=e,[s]=a.records,c=e.length,l=ea(s),u=Sn(s),d=ra(s),f=s.name!==null&&I(s)!==null?s.readable??s.number:null,p=n?ma(e,t):null;return y`
    <span class="icon ${l}">${M($i(s))}</span>
    <span class="who">
      <span class="name ${l===`missed`?l:``}">
        <bdi>${u??r(`withheld`)}</bdi>
        ${c>1?y`<span class="times" aria-hidden="true">×${c}</span> <span class="words">${r(`calls_folded`,{count:String(c)})}</span>`:x}
      </span>
      <span class="facts"
        ><span class="text"
          >${d?r(d):``}${f===null?x:y`${d?` · `:``}<bdi dir="ltr">${f}</bdi>`}${p?y`${d||f!==null?` · `:``}<bdi>${p}</bdi>`:x}</span
        >${pa(e,r)}</span
      >
    </span>
    <span class="when">
      <span class="time">${i(a.at)}</span>
      ${s.duration?L(s.duration):x}
    </span>
    <span class="chevron">${M(o)}</span>
  `}function pa(e,t){let n=e.flatMap(e=>e.records),r=Math.max(...n.map(e=>e.rating??0));return y`
    ${n.some(e=>e.recording)?y`${M(`M12,2A3,3 0 0,1 15,5V11A3,3 0 0,1 12,14A3,3 0 0,1 9,11V5A3,3 0 0,1 12,2M19,11C19,14.53 16.39,17.44 13,17.93V21H11V17.93C7.61,17.44 5,14.53 5,11H7A5,5 0 0,0 12,16A5,5 0 0,0 17,11H19Z`)}<span class="words">${t(`has_recording`)}</span>`:x}
    ${n.some(e=>e.notes)?y`${M(`M15 3H5A2 2 0 0 0 3 5V19A2 2 0 0 0 5 21H19A2 2 0 0 0 21 19V9L15 3M19 19H5V5H14V10H19M17 14H7V12H17M14 17H7V15H14`)}<span class="words">${t(`notes`)}</span>`:x}
    ${r?y`${M(oe)}<span aria-hidden="true">${r}</span> <span class="words">${t(`stars`,{count:String(r),most:`5`})}</span>`:x}
  `}function ma(e,{handset:t}){let n=e.flatMap(({records:[e,...t]})=>[e,...t.filter(({result:t,extension:n})=>t!==`answered_elsewhere`&&n!==e.number)]),[r,...i]=new Set(n.flatMap(e=>t(e)??[]));return r===void 0?null:i.length?`${r} +${i.length}`:r}var ha=10,ga=4,_a=30,va=600,q=class extends w{constructor(...e){super(...e),this.days=[],this.source=``,this.more=!1,this.several=!1,this.opened=null,this.hint=null,this.from=0,this.to=0,this.layout=new ca([]),this.extra=0,this.focused=null,this.newestBefore=1/0,this.isMoving=!1,this.goal=null,this.resized=new ResizeObserver(()=>this.look()),this.measured=new ResizeObserver(()=>this.measure())}static{this.styles=[W,da]}focusDetails(){this.renderRoot.querySelector(`jingl-call-details`)?.focusButton()}disconnectedCallback(){super.disconnectedCallback(),this.resized.disconnect(),this.measured.disconnect()}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.resized.observe(this.scroller)}willUpdate(e){let t=e.has(`source`);if(![`days`,`source`,`opened`,`extra`].some(t=>e.has(t)))return;let n=this.layout,r=e.has(`days`)?new ca(this.days):n,i=r.find(this.opened);(e.has(`opened`)||i===null)&&(this.extra=0),this.layout=r.open(i,this.extra);let a=this.scroller?.scrollTop??0,o=t?0:a;this.isMoving=!t&&o===0,this.newestBefore=t||!e.has(`days`)?1/0:n.row(0)?.calls[0].at??1/0;let s=t?0:this.kept(n,o,e.has(`opened`));this.goal=s===a?null:s,this.draw(s)}kept(e,t,n){let r=n?e.find(this.focused??this.opened):null;if(r===null&&t===0)return t;let i=r??e.indexAt(t),a=this.layout.find(e.row(i)?.calls[0].key??null);return a===null?t:Math.max(0,this.layout.topOf(a)-e.topOf(i)+t)}render(){let{layout:e,focused:t,more:n,around:r,isMoving:i}=this,a=[e.find(this.opened),e.find(t)],o=e.draw(this.from,this.to,a);return y`<div class="scroller ${i?`moving`:``}" @scroll=${this.look}>
      <div style="block-size: ${e.height}px">
        ${k(o,({start:e})=>e,({start:e,top:t,height:n,rows:i,count:a})=>y`<section
            style="inset-block-start: ${t}px; block-size: ${n}px"
          >
            <h3>${r.dayName(e)}</h3>
            <ul role="list">
              ${k(i,({row:e})=>e.key,e=>this.row(e,a))}
            </ul>
          </section>`)}
      </div>
      ${n?y`<div class="older">${r.t(`loading_older`)}</div>`:x}
    </div>`}row({row:e,index:t,place:n,top:r},i){let a=t===this.layout.find(this.opened),o=e.calls[0].at>this.newestBefore,s=a?this.opened:e.key;return y`<li
      class="${o?`new`:``} ${a?`open`:``}"
      style="inset-block-start: ${r}px"
      data-key=${s}
      aria-posinset=${n+1}
      aria-setsize=${i}
      @focusin=${()=>this.focusIn(e.key)}
      @focusout=${this.focusOut}
    >
      <button
        class="head"
        data-index=${t}
        aria-expanded=${a?`true`:`false`}
        @click=${()=>this.toggle(a?null:e.key)}
        @keydown=${e=>this.move(e,t)}
      >
        ${fa(e,this.around,this.several)}
      </button>
      ${a?y`<jingl-call-details
              .row=${e}
              .around=${this.around}
              .hint=${this.hint}
              @jingl-call-back=${()=>this.callBack({row:e,key:s??e.key})}
              @keydown=${this.escape}
            ></jingl-call-details>`:x}
    </li>`}firstUpdated(){this.resized.observe(this.scroller)}updated(){this.goal!==null&&(this.scroller.scrollTop=this.goal,this.goal=null);let e=this.renderRoot.querySelector(`jingl-call-details`);this.measured.disconnect(),e&&this.measured.observe(e);let{more:t,layout:n}=this;t&&this.to-ha>n.count-_a&&this.dispatchEvent(new CustomEvent(`jingl-more`))}look(){let{scrollTop:e}=this.scroller,[t,n]=this.inView(e);(this.from<=t-ga||this.from===0)&&(this.to>=n+ga||this.to>=this.layout.count)||(this.newestBefore=1/0,this.draw(e))}draw(e){let[t,n]=this.inView(e);this.from=Math.max(0,t-ha),this.to=n+ha}inView(e){let t=this.scroller?.clientHeight||va;return[this.layout.indexAt(e),this.layout.indexAt(e+t)+1]}measure(){let e=this.extra,t=this.renderRoot.querySelector(`jingl-call-details`);this.extra=t?.offsetHeight??0,!e&&this.extra&&this.updateComplete.then(()=>this.reveal())}reveal(){let e=this.layout.find(this.opened);if(e===null)return;let{scrollTop:t,clientHeight:n}=this.scroller,r=this.layout.topOf(e)-32,i=this.layout.topOf(e)+60+this.extra-n;if(i>t){let e=matchMedia(`(prefers-reduced-motion: reduce)`).matches,t=Math.min(r,i);this.scroller.scrollTo({top:t,behavior:e?`auto`:`smooth`})}}toggle(e){this.dispatchEvent(new CustomEvent(`jingl-open`,{detail:e}))}escape(e){if(e.key===`Escape`){e.stopPropagation();let t=e.currentTarget.closest(`li`);this.toggle(null),t?.querySelector(`button`)?.focus()}}callBack(e){this.dispatchEvent(new CustomEvent(`jingl-call`,{detail:e}))}focusIn(e){this.focused=e}focusOut({relatedTarget:e}){e&&(this.focused=null)}move(e,t){let n=this.layout.count-1,r={ArrowDown:Math.min(t+1,n),ArrowUp:Math.max(t-1,0),Home:0,End:n}[e.key];r!==void 0&&(e.preventDefault(),this.focused=this.layout.row(r)?.key??null,this.updateComplete.then(()=>{this.renderRoot.querySelector(`[data-index="${r}"]`)?.focus()}))}};H([T({attribute:!1})],q.prototype,`days`,void 0),H([T({attribute:!1})],q.prototype,`source`,void 0),H([T({attribute:!1})],q.prototype,`more`,void 0),H([T({attribute:!1})],q.prototype,`around`,void 0),H([T({type:Boolean})],q.prototype,`several`,void 0),H([T({attribute:!1})],q.prototype,`opened`,void 0),H([T({attribute:!1})],q.prototype,`hint`,void 0),H([E()],q.prototype,`from`,void 0),H([E()],q.prototype,`to`,void 0),H([D(`.scroller`)],q.prototype,`scroller`,void 0),H([E()],q.prototype,`extra`,void 0),H([E()],q.prototype,`focused`,void 0);async function ya(e,{id:t,device_id:n},r,i){if(!e.connected)return i(`not_sent`);let a=n===null?{}:{device_id:n};try{return await e.callService(`jingl`,`update_call`,{id:t,...r},a,!1,!0),null}catch(t){let n=Mr(t);return n.kind===`refused`?await Kr(n.translation,e)||n.message:i(n.kind===`not_permitted`?`notes_not_permitted`:`notes_unclear`)}}var ba=[1,2,3,4,5],xa=ba.length,Sa=255,Ca=/* @__PURE__ */ new Map,wa=class extends w{constructor(...e){super(...e),this.isSaving=!1,this.said=null,this.saved={}}static{this.styles=[W,h`
      :host {
        display: block;
        font-size: 14px;
      }
      form {
        display: grid;
        gap: 4px;
      }
      .label {
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
      }
      textarea {
        display: block;
        inline-size: 100%;
        box-sizing: border-box;
        min-block-size: 60px;
        padding: 8px 10px;
        font: inherit;
        color: var(--text);
        background: transparent;
        border: 1px solid var(--line);
        border-radius: 8px;
        resize: vertical;
      }
      textarea:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: -1px;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      .stars {
        display: flex;
      }
      .star {
        position: relative;
        inline-size: 40px;
        block-size: 44px;
        display: grid;
        place-items: center;
        border-radius: 8px;
        color: var(--quiet);
      }
      .star.filled {
        color: var(--accent-text);
      }
      .star input {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .star:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: -2px;
      }
      .said {
        font-size: 13px;
        line-height: 18px;
      }
      .bad {
        color: var(--error);
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `]}willUpdate(e){let t=e.get(`call`);t&&(t.notes!==this.call.notes||t.rating!==this.call.rating)&&(this.saved={})}render(){return this.call.may_update?this.form():this.text()}text(){let{notes:e,rating:t}=this.call;return y`
      ${e?y`<p><bdi>${e}</bdi></p>`:x}
      ${t?y`<div class="stars" role="img" aria-label=${this.stars(t)}>
              ${ba.map(e=>this.star(e,t))}
            </div>`:x}
    `}form(){let{t:e,said:t,isSaving:n}=this,{notes:r,rating:i}=this.shown;return y`<form @submit=${this.submit}>
      <label>
        <span class="label">${e(`notes`)}</span>
        <textarea
          rows="2"
          maxlength=${Sa}
          dir="auto"
          .value=${r}
          @input=${this.type}
          @keydown=${this.key}
        ></textarea>
      </label>
      <div class="end">
        <div class="stars" role="radiogroup" aria-label=${e(`rating`)}>
          ${[0,...ba].map(e=>y`<label
              class="star ${e&&e<=i?`filled`:``}"
              title=${this.stars(e)}
            >
              <input
                type="radio"
                name="rating"
                value=${e}
                .checked=${e===i}
                aria-label=${this.stars(e)}
                @change=${()=>this.change({rating:e})}
              />${e?this.star(e,i):M(`M20.8 22.7L17.9 19.8L18.2 21L12 17.3L5.8 21L7.4 14L2 9.2L6.9 8.8L1.1 3L2.4 1.7L22.1 21.4L20.8 22.7M22 9.2L14.8 8.6L12 2L10 6.8L16.9 13.7L22 9.2Z`)}
            </label>`)}
        </div>
        <button class="button tinted" aria-disabled=${n||!this.changes?`true`:`false`}>
          ${e(`save`)}
        </button>
        <span class="said ${t?.tone??``}" role="status">${t?.text??``}</span>
      </div>
    </form>`}star(e,t){return M(e<=t?oe:`M12,15.39L8.24,17.66L9.23,13.38L5.91,10.5L10.29,10.13L12,6.09L13.71,10.13L18.09,10.5L14.77,13.38L15.76,17.66M22,9.24L14.81,8.63L12,2L9.19,8.63L2,9.24L7.45,13.97L5.82,21L12,17.27L18.18,21L16.54,13.97L22,9.24Z`)}stars(e){let{t}=this;return e?t(`stars`,{count:String(e),most:String(xa)}):t(`no_rating`)}get kept(){return{notes:this.call.notes??``,rating:this.call.rating??0,...this.saved}}get shown(){return{...this.kept,...Ca.get(this.call.key)}}get changes(){let{kept:e,shown:t}=this,n={...t.notes!==e.notes&&{notes:t.notes},...t.rating!==e.rating&&{rating:t.rating}};return Object.keys(n).length?n:null}change(e){let{key:t}=this.call;Ca.set(t,{...Ca.get(t),...e}),this.said=null,this.requestUpdate()}type({target:e}){this.change({notes:e.value.replace(/\s*\n\s*/g,` `)})}key(e){e.key===`Enter`&&!e.isComposing&&(e.preventDefault(),this.send())}submit(e){e.preventDefault(),this.send()}async send(){let{call:e,changes:t,hass:n,t:r}=this;if(!t||this.isSaving)return;this.isSaving=!0,this.said=null;let i=await ya(n,e,t,r);this.isSaving=!1,i===null&&(this.saved={...this.saved,...t},this.forget(e.key,t)),this.said=i===null?{text:r(`saved`),tone:`good`}:{text:i,tone:`bad`}}forget(e,{notes:t,rating:n}){let r=Ca.get(e)??{},i={...r.notes!==void 0&&r.notes!==t&&{notes:r.notes},...r.rating!==void 0&&r.rating!==n&&{rating:r.rating}};Object.keys(i).length?Ca.set(e,i):Ca.delete(e)}};H([T({attribute:!1})],wa.prototype,`hass`,void 0),H([T({attribute:!1})],wa.prototype,`t`,void 0),H([T({attribute:!1})],wa.prototype,`call`,void 0),H([E()],wa.prototype,`isSaving`,void 0),H([E()],wa.prototype,`said`,void 0);var Ta=class extends w{constructor(...e){super(...e),this.phone=null,this.large=!1}static{this.styles=[W,bi,h`
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
      :host([large]) .bar {
        gap: 16px;
        padding: 16px;
        border-radius: 12px;
      }
      :host([large]) .who {
        font-size: 16px;
        line-height: 22px;
      }
      :host([large]) strong {
        display: block;
        font-size: 24px;
        line-height: 30px;
      }
      :host([large]) svg {
        inline-size: 32px;
        block-size: 32px;
      }
      :host([large]) jingl-call-timer {
        block-size: 36px;
        line-height: 36px;
        font-size: 28px;
      }
      @container phones (max-width: 420px) {
        :host([large]) .bar {
          gap: 12px;
          padding: 12px;
        }
        :host([large]) strong {
          font-size: 20px;
          line-height: 26px;
        }
        :host([large]) jingl-call-timer {
          font-size: 22px;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .space {
          transition: none;
        }
      }
    `]}render(){let e=this.phone&&R(this.phone)?this.phone:null;return y`<div class="space ${e?`open`:``}">
      <div class="clip">${e?this.bar(e):x}</div>
    </div>`}bar(e){let{t}=this,n=[e.party&&e.state!==`on_call`?t(V[e.state]):null,e.direction&&t(Lr[e.direction]),e.isRecorded&&e.state===`on_call`?t(`recording`):null].filter(Boolean);return y`<div class="bar" data-state=${e.state} role="group" aria-label=${t(`my_phone`)}>
      ${M(Gt[e.state])}
      <div class="who">
        <strong><bdi>${e.party??t(V[e.state])}</bdi></strong>
        <span>
          ${e.number?y`<bdi dir="ltr">${this.book.readable(e.number)}</bdi> · `:x}${n.join(` · `)}
        </span>
      </div>
      <div><jingl-call-timer .since=${e.since}></jingl-call-timer></div>
    </div>`}};H([T({attribute:!1})],Ta.prototype,`phone`,void 0),H([T({attribute:!1})],Ta.prototype,`t`,void 0),H([T({attribute:!1})],Ta.prototype,`book`,void 0),H([T({type:Boolean,reflect:!0})],Ta.prototype,`large`,void 0);var Ea=class extends w{constructor(...e){super(...e),this.handsets=[],this.chosen=null,this.isEverywhere=!1}static{this.styles=[W,h`
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
    `]}render(){let{t:e,chosen:t}=this;return y`<section aria-labelledby="title" @keydown=${this.escape}>
      <h3 id="title">${e(`choose_title`)}</h3>
      <p>${e(`choose_why`)}</p>
      <div class="phones">
        ${k(this.handsets,({device_id:e})=>e,({device_id:e,name:n,extension:r})=>y`<button
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
          ${t===null?``:y`<button class="button" @click=${()=>this.choose(null)}>
                  ${e(`choose_none`)}
                </button>`}
          <button class="button" @click=${this.cancel}>${e(`cancel`)}</button>
        </div>
      </div>
    </section>`}focus(){this.renderRoot.querySelector(`.filled, .button`)?.focus()}toggle(e){this.isEverywhere=e.target.checked}choose(e){let t={device:e,isEverywhere:this.isEverywhere};this.dispatchEvent(new CustomEvent(`jingl-choose`,{detail:t}))}cancel(){this.dispatchEvent(new CustomEvent(`jingl-choose`,{detail:null}))}escape(e){e.key===`Escape`&&(e.stopPropagation(),this.cancel())}};H([T({attribute:!1})],Ea.prototype,`handsets`,void 0),H([T({attribute:!1})],Ea.prototype,`chosen`,void 0),H([T({attribute:!1})],Ea.prototype,`t`,void 0),H([E()],Ea.prototype,`isEverywhere`,void 0);var Da=300,Oa={handset:u,favourite:oe,contact:t,recent:c},ka=[`1`,`2`,`3`,`4`,`5`,`6`,`7`,`8`,`9`,`*`,`0`,`#`,`+`],J=class extends w{constructor(...e){super(...e),this.mine=null,this.recents=[],this.isAnswer=!1,this.draft=ei,this.keypad=!1,this.typed=``,this.picked=null,this.suggestions=[],this.active=-1,this.isListOpen=!1,this.isKeypadOpen=null,this.checked=null}static{this.styles=[W,h`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}focus(){this.input.focus()}willUpdate(e){let{typed:t,picked:n}=this.draft;e.has(`draft`)&&(t!==this.typed||n!==this.picked)&&this.set(this.draft),(e.has(`book`)||e.has(`recents`))&&this.isListOpen&&this.active<0&&this.open();let r=e.get(`mine`),i=r?.handset.device_id!==this.mine?.handset.device_id||r?.state!==this.mine?.state;e.has(`mine`)&&i&&this.checkSoon()}render(){let{t:e,isListOpen:t,suggestions:n,active:r}=this,i=t&&n.length>0;return y`
      <div class="field">
        ${M(l)}
        <input
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          enterkeyhint="go"
          aria-autocomplete="list"
          aria-expanded=${i?`true`:`false`}
          aria-controls="list"
          aria-activedescendant=${i&&r>=0?`option-${r}`:x}
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
          aria-pressed=${this.isKeypadShown?`true`:`false`}
          @click=${this.toggleKeypad}
        >
          ${M(`M12,19A2,2 0 0,0 10,21A2,2 0 0,0 12,23A2,2 0 0,0 14,21A2,2 0 0,0 12,19M6,1A2,2 0 0,0 4,3A2,2 0 0,0 6,5A2,2 0 0,0 8,3A2,2 0 0,0 6,1M6,7A2,2 0 0,0 4,9A2,2 0 0,0 6,11A2,2 0 0,0 8,9A2,2 0 0,0 6,7M6,13A2,2 0 0,0 4,15A2,2 0 0,0 6,17A2,2 0 0,0 8,15A2,2 0 0,0 6,13M18,5A2,2 0 0,0 20,3A2,2 0 0,0 18,1A2,2 0 0,0 16,3A2,2 0 0,0 18,5M12,13A2,2 0 0,0 10,15A2,2 0 0,0 12,17A2,2 0 0,0 14,15A2,2 0 0,0 12,13M18,13A2,2 0 0,0 16,15A2,2 0 0,0 18,17A2,2 0 0,0 20,15A2,2 0 0,0 18,13M18,7A2,2 0 0,0 16,9A2,2 0 0,0 18,11A2,2 0 0,0 20,9A2,2 0 0,0 18,7M12,7A2,2 0 0,0 10,9A2,2 0 0,0 12,11A2,2 0 0,0 14,9A2,2 0 0,0 12,7M12,1A2,2 0 0,0 10,3A2,2 0 0,0 12,5A2,2 0 0,0 14,3A2,2 0 0,0 12,1Z`)}
        </button>
        <button class="button filled" @click=${()=>this.send(`call`)}>
          ${M(qt.call)}${e(`call`)}
        </button>
      </div>
      ${this.mine?.state===`on_call`&&this.typed.trim()?this.transfers():x}
      ${this.hintLine()}
      <ul
        class="list"
        id="list"
        role="listbox"
        aria-label=${e(`suggestions`)}
        ?hidden=${!i}
        @pointerdown=${this.keepFocus}
      >
        ${k(n,({number:e})=>e,(e,t)=>this.option(e,t))}
      </ul>
      ${this.isKeypadShown?this.keys():x}
    `}hintLine(){let e=this.checked&&!this.isAnswer?this.checked:this.hint;return y`<div id="hint" class="hint ${e.tone}" role="status" aria-live=${Ur(e)}
      >${e.text}</div>`}option({kind:e,name:t,readable:n},r){return y`<li
      role="option"
      id="option-${r}"
      aria-selected=${r===this.active?`true`:`false`}
      @click=${()=>this.pick(r)}
    >
      ${M(Oa[e])}
      <span class="who"><bdi>${t??n}</bdi></span>
      <span class="number">${t===null?x:y`<bdi dir="ltr">${n}</bdi>`}</span>
    </li>`}get isKeypadShown(){return this.isKeypadOpen??this.keypad}keys(){return y`<div class="keypad" role="group" aria-label=${this.t(`keypad`)} dir="ltr">
      ${ka.map(e=>y`<button
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
        ${M(`M19,15.59L17.59,17L14,13.41L10.41,17L9,15.59L12.59,12L9,8.41L10.41,7L14,10.59L17.59,7L19,8.41L15.41,12L19,15.59M22,3A2,2 0 0,1 24,5V19A2,2 0 0,1 22,21H7C6.31,21 5.77,20.64 5.41,20.11L0,12L5.41,3.88C5.77,3.35 6.31,3 7,3H22M22,5H7L2.28,12L7,19H22V5Z`)}
      </button>
    </div>`}transfers(){return y`<div class="transfers">
      ${[`transfer`,`consult`].map(e=>y`<button class="button tinted" @click=${()=>this.send(e)}>
          ${M(qt[e])}${this.t(Rr[e])}
        </button>`)}
    </div>`}typing(){this.edit(this.input.value),this.isListOpen=!0}press(e){this.edit(this.typed+e)}edit(e,t=null){let n={typed:e,picked:t};this.dispatchEvent(new CustomEvent(`jingl-typed`,{detail:n})),this.set(n)}set({typed:e,picked:t}){this.typed=e,this.picked=t,this.active=-1,this.suggestions=t?[]:this.book.suggest(e,this.recents),this.checkSoon()}open(){this.suggestions=this.picked?[]:this.book.suggest(this.typed,this.recents),this.isListOpen=!0}close(){this.isListOpen=!1,this.active=-1}keepFocus(e){e.preventDefault()}toggleKeypad(){this.isKeypadOpen=!this.isKeypadShown}key(e){let{suggestions:t,active:n}=this;if(!e.isComposing){if(e.key===`ArrowDown`||e.key===`ArrowUp`){e.preventDefault(),this.isListOpen=!0;let r=e.key===`ArrowDown`?1:-1,i=t.length+1;this.active=(n+1+r+i)%i-1}else e.key===`Enter`&&!e.repeat?(e.preventDefault(),this.isListOpen&&n>=0?this.pick(n):this.send(`call`)):e.key===`Escape`&&(this.isListOpen&&t.length?this.close():this.edit(``))}}pick(e){let t=this.suggestions[e];t&&(this.edit(t.name??t.readable,t),this.isListOpen=!1)}send(e){let t=this.typed.trim();if(!t){this.input.focus();return}this.isListOpen=!1;let n={deed:e,number:this.picked?.number??t,name:t};this.dispatchEvent(new CustomEvent(`jingl-dial`,{detail:n}))}checkSoon(e=Da){clearTimeout(this.timer),this.timer=void 0,this.checked=null;let t=this.typed.trim();t&&this.mine&&(this.timer=setTimeout(()=>void this.checkNow(t),e))}async checkNow(e){let{picked:t,timer:n}=this,r=await this.check(t?.number??e);r&&n===this.timer&&(this.checked=this.hintOf(r,e),r.seconds!==null&&(this.timer=setTimeout(()=>this.checkSoon(0),r.seconds*1e3)))}hintOf({isAllowed:e,readable:t,name:n,rule:r,reason:i},a){let{t:o}=this;if(e){let e=t??a,[r,i]=this.mine?.state===`on_call`?[`would_reach`,`would_reach_number`]:[`would_call`,`would_call_number`];return{text:n?o(r,{name:n,number:e}):o(i,{number:e}),tone:`good`}}return r===`invalid_number`?{text:Gr(a,o),tone:`quiet`}:r?.startsWith(`name_`)&&this.suggestions.length?null:{text:i??``,tone:`bad`}}};H([T({attribute:!1})],J.prototype,`t`,void 0),H([T({attribute:!1})],J.prototype,`mine`,void 0),H([T({attribute:!1})],J.prototype,`book`,void 0),H([T({attribute:!1})],J.prototype,`recents`,void 0),H([T({attribute:!1})],J.prototype,`hint`,void 0),H([T({attribute:!1})],J.prototype,`isAnswer`,void 0),H([T({attribute:!1})],J.prototype,`check`,void 0),H([T({attribute:!1})],J.prototype,`draft`,void 0),H([T({type:Boolean})],J.prototype,`keypad`,void 0),H([E()],J.prototype,`typed`,void 0),H([E()],J.prototype,`picked`,void 0),H([E()],J.prototype,`suggestions`,void 0),H([E()],J.prototype,`active`,void 0),H([E()],J.prototype,`isListOpen`,void 0),H([E()],J.prototype,`isKeypadOpen`,void 0),H([E()],J.prototype,`checked`,void 0),H([D(`input`)],J.prototype,`input`,void 0);var Y=class extends w{constructor(...e){super(...e),this.limit=10,this.said=null,this.callable=!1,this.feed=new Ai(this),this.isNew=!1}static{this.styles=[W,h`
      :host {
        display: block;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .call {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        box-sizing: border-box;
        min-block-size: 48px;
        padding: 4px 8px;
        border-radius: 8px;
        text-align: start;
        color: var(--text);
      }
      button.call:hover {
        background: color-mix(in srgb, var(--text) 6%, transparent);
      }
      button.call:focus-visible {
        outline-offset: -2px;
      }
      svg {
        inline-size: 20px;
        block-size: 20px;
        color: var(--quiet);
      }
      .who {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      .facts {
        display: block;
        font-size: 12px;
        line-height: 16px;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .facts bdi {
        white-space: nowrap;
      }
      .missed .name,
      .missed svg:first-of-type {
        color: var(--error);
      }
      p {
        margin: 0;
        padding: 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--quiet);
      }
      p.bad {
        color: var(--error);
      }
    `]}connectedCallback(){super.connectedCallback(),this.isNew=!0,this.requestUpdate()}willUpdate(){if(this.isConnected){let{connection:e,device:t,limit:n}=this;this.feed.follow(e,{device_ids:[t],limit:n},null),this.isNew&&(this.isNew=!1,this.feed.retry())}}render(){let{t:e,feed:t}=this,{current:n}=t;return n.kind===`known`?n.calls.length?y`<ul role="list">
          ${k(n.calls,({key:e})=>e,e=>this.row(e))}
        </ul>`:y`<p>${e(`no_calls`)}</p>`:n.kind===`absent`?y`<p>${e(`absent`)}</p>`:x}row(e){let{t,callable:n,said:r}=this,{key:i}=e,a=I(e),o=`call ${ea(e)}`;return y`<li data-key=${i}>
      ${n&&a!==null?y`<button
              class=${o}
              title=${t(`call_back`)}
              @click=${t=>this.tap(t,e,a)}
            >
              ${this.facts(e)}<span class="words">${t(`call_back`)}</span>
              ${M(ie)}
            </button>`:y`<div class=${o}>${this.facts(e)}</div>`}
      ${r?.key===i?y`<p class=${r.hint.tone} aria-hidden="true">${r.hint.text}</p>`:x}
    </li>`}facts(e){let{t}=this,{name:n,readable:r,number:i,duration:a}=e,o=Sn(e),s=ra(e),c=n!==null&&I(e)!==null;return y`
      ${M($i(e))}
      <span class="who">
        <span class="name"
          ><bdi dir=${n===null&&o!==null?`ltr`:x}>${o??t(`withheld`)}</bdi></span
        >
        <span class="facts">
          ${s?y`${t(s)} · `:x}${this.when(hn(e))}${a?` · ${L(a)}`:x}${c?y` · <bdi dir="ltr">${r??i}</bdi>`:x}
        </span>
      </span>
    `}tap(e,{key:t,readable:n,name:r},i){if(e.detail<2){let e={key:t,number:i,readable:n??i,name:r};this.dispatchEvent(new CustomEvent(`jingl-call-back`,{detail:e}))}}};H([T({attribute:!1})],Y.prototype,`t`,void 0),H([T({attribute:!1})],Y.prototype,`connection`,void 0),H([T({attribute:!1})],Y.prototype,`device`,void 0),H([T({attribute:!1})],Y.prototype,`limit`,void 0),H([T({attribute:!1})],Y.prototype,`when`,void 0),H([T({attribute:!1})],Y.prototype,`said`,void 0),H([T({type:Boolean})],Y.prototype,`callable`,void 0);async function Aa(e,t){try{let n=N((await e.callWS({type:`media_source/resolve_media`,media_content_id:t})).url);return n===null?{kind:`not_here`,why:null}:{kind:`here`,url:n}}catch(e){let{code:t,message:n}=P(e);return{kind:`not_here`,why:t===`resolve_media_failed`?N(n):null}}}var ja=[.75,1,1.25,1.5,2],Ma=1,Na=null,X=class extends w{constructor(...e){super(...e),this.seconds=null,this.mode=`paused`,this.position=0,this.length=null,this.speed=1,this.trouble=``,this.isProven=!1,this.endedAt=1/0,this.attempt=null}static{this.styles=[W,h`
      :host {
        display: block;
      }
      /* Time goes from left to right on every player. */
      .player {
        display: flex;
        align-items: center;
        gap: 4px 10px;
      }
      .toggle {
        inline-size: 44px;
        block-size: 44px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        flex: none;
        background: color-mix(in srgb, var(--accent) 14%, transparent);
        color: var(--accent-text);
      }
      .toggle:hover {
        background: color-mix(in srgb, var(--accent) 22%, transparent);
      }
      .fetching svg {
        animation: wait 1s ease-in-out infinite alternate;
      }
      @keyframes wait {
        to {
          opacity: 0.3;
        }
      }
      input {
        flex: 1;
        min-inline-size: 60px;
        block-size: 44px;
        margin: 0;
        appearance: none;
        background: linear-gradient(
            to right,
            var(--accent) var(--played),
            color-mix(in srgb, var(--text) 20%, transparent) var(--played)
          )
          center / 100% 4px no-repeat;
        cursor: pointer;
      }
      input::-webkit-slider-thumb {
        appearance: none;
        inline-size: 16px;
        block-size: 16px;
        border-radius: 50%;
        background: var(--accent);
      }
      input::-moz-range-thumb {
        border: 0;
        inline-size: 16px;
        block-size: 16px;
        background: var(--accent);
      }
      input:focus-visible {
        outline-offset: -8px;
        border-radius: 12px;
      }
      input:disabled {
        cursor: default;
      }
      .time {
        font-size: 12px;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      select {
        font: inherit;
        font-size: 13px;
        min-block-size: 44px;
        padding-inline: 6px;
        color: var(--text);
        background: transparent;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      option {
        color: initial;
        background: initial;
      }
      p {
        margin: 0;
        font-size: 13px;
        line-height: 18px;
        color: var(--error);
      }
      @media (prefers-reduced-motion: reduce) {
        .fetching svg {
          animation: none;
        }
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.pause(),this.drop(),Na===this&&(Na=null)}willUpdate(e){e.has(`media`)&&this.hasUpdated&&(this.pause(),this.drop(),this.position=0,this.length=null,this.trouble=``)}render(){let{t:e,mode:t,position:n,total:r,trouble:i}=this,a=t!==`paused`,o=`${L(Math.floor(n))} / ${r===null?`–:––`:L(Math.round(r))}`;return y`
      <audio
        preload="none"
        @playing=${this.begun}
        @waiting=${this.waited}
        @pause=${this.paused}
        @ended=${this.ended}
        @timeupdate=${this.moved}
        @durationchange=${this.measured}
        @error=${this.failed}
      ></audio>
      <div class="player" dir="ltr">
        <button
          class="toggle ${t}"
          aria-label=${e(a?`pause`:`play`)}
          title=${e(a?`pause`:`play`)}
          aria-busy=${t===`fetching`?`true`:`false`}
          @click=${this.toggle}
        >
          ${M(a?`M14,19H18V5H14M6,19H10V5H6V19Z`:`M8,5.14V19.14L19,12.14L8,5.14Z`)}
        </button>
        <input
          type="range"
          min="0"
          max=${r??0}
          .value=${String(n)}
          style="--played: ${r?Math.min(100,n/r*100):0}%"
          ?disabled=${r===null}
          aria-label=${e(`position`)}
          aria-valuetext=${o}
          @input=${this.seek}
        />
        <span class="time" aria-hidden="true">${o}</span>
        <select aria-label=${e(`speed`)} @change=${this.choose}>
          ${ja.map(e=>y`<option value=${e} ?selected=${e===this.speed}>${e}×</option>`)}
        </select>
      </div>
      <div role="status">${i?y`<p>${i}</p>`:x}</div>
    `}get total(){return this.length??this.seconds}toggle(){this.mode===`paused`?this.play():this.pause()}async play(){if(!this.hass.connected&&!this.audio.hasAttribute(`src`))this.fail(this.t(`not_sent`));else{if(Na!==this&&(Na?.pause(),Na=this),this.trouble=``,this.mode=`fetching`,!this.audio.hasAttribute(`src`)){let e={};this.attempt=e;let t=await Aa(this.hass,this.media);if(this.attempt!==e)return;if(t.kind===`not_here`){this.fail(t.why);return}this.audio.src=t.url,this.audio.currentTime=this.position}this.pace();try{await this.audio.play()}catch{!this.audio.error&&this.audio.paused&&(this.mode=`paused`)}}}pause(){this.attempt=null,this.mode=`paused`,this.audio?.pause()}drop(){this.isProven=!1,this.audio?.hasAttribute(`src`)&&(this.audio.removeAttribute(`src`),this.audio.load())}fail(e){this.drop(),this.endedAt=1/0,this.mode=`paused`,this.trouble=e??this.t(`listen_failed`)}begun(){this.isProven=!0,this.mode=`playing`}waited(){this.mode===`playing`&&(this.mode=`fetching`)}paused(){this.mode===`playing`&&(this.mode=`paused`)}ended(){this.mode=`paused`,this.position=0,this.audio.currentTime=0}moved(){this.mode===`playing`&&(this.position=this.audio.currentTime)}measured(){let{duration:e}=this.audio;Number.isFinite(e)&&e>0&&(this.length=e)}failed(){if(!this.audio.hasAttribute(`src`))return;let{position:e,endedAt:t}=this;this.isProven&&this.mode===`paused`?this.drop():this.isProven&&Math.abs(e-t)>=Ma?(this.drop(),this.endedAt=e,this.play()):this.fail(null)}seek({target:e}){this.position=Number(e.value),this.audio.hasAttribute(`src`)&&(this.audio.currentTime=this.position)}choose({target:e}){this.speed=Number(e.value),this.pace()}pace(){this.audio.defaultPlaybackRate=this.speed,this.audio.playbackRate=this.speed}};H([T({attribute:!1})],X.prototype,`hass`,void 0),H([T({attribute:!1})],X.prototype,`t`,void 0),H([T({attribute:!1})],X.prototype,`media`,void 0),H([T({attribute:!1})],X.prototype,`seconds`,void 0),H([E()],X.prototype,`mode`,void 0),H([E()],X.prototype,`position`,void 0),H([E()],X.prototype,`length`,void 0),H([E()],X.prototype,`speed`,void 0),H([E()],X.prototype,`trouble`,void 0),H([D(`audio`)],X.prototype,`audio`,void 0);var Pa=/* @__PURE__ */ new Set,Fa,Ia=class extends HTMLElement{constructor(...e){super(...e),this.start=null,this.shown=new Text}set since(e){this.start=e,this.tick(Date.now())}connectedCallback(){this.setAttribute(`aria-hidden`,`true`),this.append(this.shown),this.tick(Date.now()),Pa.add(this),Fa??=setInterval(()=>{let e=Date.now();for(let t of Pa)t.tick(e)},1e3)}disconnectedCallback(){Pa.delete(this),Pa.size||(clearInterval(Fa),Fa=void 0)}tick(e){let t=this.start===null?``:Rn(this.start,e);this.shown.data!==t&&(this.shown.data=t)}},La=ht(class extends gt{constructor(){super(...arguments),this.key=x}render(e,t){return this.key=e,t}update(e,[t,n]){return t!==this.key&&(St(e),this.key=t),n}}),Ra=20,za=[],Ba=class extends U{constructor(...e){super(...e),this.feed=new Ai(this),this.recents=null,this.check=async e=>{let{home:t,view:n}=this;return t?.connected&&n?.mine?Xr(t,n.mine,e):null}}dialField(e,t,n=!1){let{hint:r}=this.caller,i={text:t,tone:`quiet`};return y`<jingl-phones-dial
      .t=${this.t}
      .mine=${e.mine}
      .book=${e.book}
      .recents=${this.lastParties(e)}
      .hint=${r??i}
      .isAnswer=${r!==null}
      .check=${this.check}
      .draft=${this.caller.draft}
      ?keypad=${n}
      @focusin=${this.focusDial}
      @jingl-dial=${this.dialled}
      @jingl-typed=${this.typed}
    ></jingl-phones-dial>`}get said(){let{acted:e,caller:t}=this;return e!==null&&t.hint?{key:e,hint:t.hint}:null}lastParties({account:e}){let{current:t}=this.feed,n=t.kind===`known`?t.calls:za,r=this.home?Ln(this.home).of(e.entry_id):[];return(this.recents?.calls!==n||this.recents.kept!==r)&&(this.recents={calls:n,kept:r,all:On(n,r)}),this.recents.all}focusDial(){let{home:e,view:t}=this;if(e&&t?.mine){let{device_id:n}=t.mine.handset;this.feed.follow(e.connection,{device_ids:[n],limit:Ra},null),this.feed.retry(),this.requestUpdate()}}typed({detail:e}){this.caller.draft=e,this.caller.forget()}dialled(e){let t=this.read();this.acted=null,t&&this.dialNumber(e.detail,this.press.drawn??t,t)}callBack({key:e,number:t,readable:n,name:r}){let i=this.read();if(i?.mine&&R(i.mine)&&!this.field)this.acted=e,this.caller.say({text:this.cannotCall(i.mine),tone:`bad`});else if(this.field&&i?.mine&&R(i.mine)){let e={kind:`recent`,number:t,readable:n,name:r};this.caller.draft={typed:r??n,picked:e},this.caller.forget(),this.field.focus()}else if(i){this.acted=e;let a={deed:`call`,number:t,name:r??n};this.dialNumber(a,this.press.drawn??i,i)}}async dialNumber(e,t,n){let r=await super.dialNumber(e,t,n);return r&&(this.caller.draft=ei),r}};H([D(ci)],Ba.prototype,`field`,void 0);function Va({device:e}){let t=e;if(t!==void 0&&typeof t!=`string`)throw Error(`device: an id`)}var Ha=`jingl-phone-card`,Ua=`jingl-phone-recording`,Wa=class extends Ba{static{this.styles=[W,bi,Ci,h`
      :host {
        container: phones / inline-size;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-block-end: 16px;
      }
      .icon {
        inline-size: 56px;
        block-size: 56px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        background: color-mix(in srgb, var(--state) 20%, transparent);
        color: color-mix(in srgb, var(--state) 75%, var(--text));
      }
      .icon svg {
        inline-size: 30px;
        block-size: 30px;
      }
      .who {
        flex: 1 1 120px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      h2 {
        font-size: 24px;
        line-height: 30px;
      }
      .state {
        font-size: 16px;
        line-height: 22px;
        color: var(--quiet);
      }
      .state strong {
        font-weight: 500;
        color: color-mix(in srgb, var(--state) 40%, var(--text));
      }
      h3 {
        margin: 0 0 4px;
        padding-inline-start: 8px;
        font-size: 16px;
        line-height: 22px;
        font-weight: 500;
      }
      .state span {
        display: inline-block;
      }
      .mine {
        font-weight: 500;
      }
      @container phones (min-width: 760px) {
        .halves {
          display: grid;
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          gap: 24px;
        }
      }
    `]}static getConfigForm(){return Wt([{name:`device`,selector:{device:{entity:zt}}},{name:`account`,selector:{config_entry:{integration:`jingl`}}}])}static getStubConfig(){return{}}static getEntitySuggestion(e,t){let n=yi(e.entities,t);return n&&{config:{type:`custom:jingl-phone-card`,device:n}}}setConfig(e){Va(e),super.setConfig(e)}getCardSize(){return 10}render(){let{view:e}=this;return y`<div class="card">
      ${e?this.body(e):y`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`}body(e){let t=this.phone(e);return y`
      ${this.head(t,e)} ${this.notices(e)}
      ${t?this.halves(t,e):y`<p>${this.advice(e)}</p>`}
    `}phone({phones:e,mine:t}){let n=this.config?.device;return n?e.get(n)??null:t}head(e,{rights:t}){let{t:n}=this,r=e?.state??`unknown`;return y`<div class="head" data-state=${r}>
      <span class="icon">${M(Gt[r])}</span>
      <div class="who">
        <h2><bdi>${e?.handset.name??n(`my_phone`)}</bdi></h2>
        ${e?y`<div class="state">
                <strong>${n(V[r])}</strong> ·
                <span>${n(`extension`,{extension:e.handset.extension})}</span>
              </div>`:x}
      </div>
      ${t.mayChoose?y`<button
              class="button mine"
              aria-expanded=${this.isChoosing?`true`:`false`}
              @click=${this.toggleChooser}
            >
              ${n(e?`my_phone`:`choose`)}${M(o)}
            </button>`:x}
    </div>`}halves(e,t){let{t:n,home:r}=this,{mine:i,book:a}=t,{recording:o}=e.handset.entities;return y`
      <jingl-phones-call large .t=${n} .phone=${e} .book=${a}></jingl-phones-call>
      <div class="halves">
        <div>
          ${i?this.dialField(t,this.advice(t),!0):x}
          ${i&&r&&o?La(o,y`<jingl-phone-recording
                    .t=${n}
                    .home=${r}
                    .entity=${o}
                    .isOn=${e.isRecorded}
                  ></jingl-phone-recording>`):x}
        </div>
        <section aria-labelledby="last-calls">
          <h3 id="last-calls">${n(`last_calls`)}</h3>
          <jingl-last-calls
            .t=${n}
            .connection=${r?.connection}
            .device=${e.handset.device_id}
            .when=${this.when}
            .said=${this.said}
            ?callable=${z(i)}
            @jingl-call-back=${({detail:e})=>this.callBack(e)}
          ></jingl-last-calls>
        </section>
      </div>
    `}advice({mine:e,rights:t}){let{t:n}=this;return e?z(e)?n(e.state===`on_call`?`type_to_transfer`:`type_to_call`):this.cannotCall(e):n(t.mayChoose?`no_phone_hint`:`no_own_phone`)}};async function Ga(e,t,n){let r={entity_id:t};try{return await e.callService(`switch`,n?`turn_on`:`turn_off`,{},r,!1,!1),null}catch(e){return Mr(e)}}var Z=class extends w{constructor(...e){super(...e),this.isOn=null,this.wanted=null,this.problem=``}static{this.styles=[W,h`
      :host {
        display: block;
      }
      button {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        min-block-size: 48px;
        padding-inline: 8px;
        border-radius: 12px;
        font-size: 14px;
        text-align: start;
      }
      button:disabled {
        cursor: default;
      }
      button > svg {
        color: var(--quiet);
      }
      .label {
        flex: 1;
      }
      .now {
        color: var(--quiet);
      }
      .track {
        inline-size: 40px;
        block-size: 24px;
        flex: none;
        box-sizing: border-box;
        padding: 3px;
        border-radius: 12px;
        border: 1px solid var(--quiet);
      }
      .track::after {
        content: "";
        display: block;
        inline-size: 16px;
        block-size: 16px;
        border-radius: 50%;
        background: var(--quiet);
        transition: margin 0.15s ease;
      }
      [aria-checked="true"] .track {
        border-color: var(--accent-text);
        background: color-mix(in srgb, var(--accent) 35%, transparent);
      }
      [aria-checked="true"] .track::after {
        margin-inline-start: 16px;
        background: var(--accent-text);
      }
      [aria-busy="true"] .track {
        opacity: 0.6;
      }
      p {
        margin: 0;
        padding: 0 8px 8px;
        font-size: 13px;
        line-height: 18px;
        color: var(--error);
      }
      p:empty {
        padding: 0;
      }
      @media (prefers-reduced-motion: reduce) {
        .track::after {
          transition: none;
        }
      }
    `]}render(){let{t:e,isOn:t,wanted:n}=this;return y`
      <button
        role="switch"
        aria-checked=${n??t?`true`:`false`}
        aria-busy=${n===null?`false`:`true`}
        ?disabled=${t===null}
        @click=${this.toggle}
      >
        ${M(`M12.5,5A7.5,7.5 0 0,0 5,12.5A7.5,7.5 0 0,0 12.5,20A7.5,7.5 0 0,0 20,12.5A7.5,7.5 0 0,0 12.5,5M7,10H9A1,1 0 0,1 10,11V12C10,12.5 9.62,12.9 9.14,12.97L10.31,15H9.15L8,13V15H7M12,10H14V11H12V12H14V13H12V14H14V15H12A1,1 0 0,1 11,14V11A1,1 0 0,1 12,10M16,10H18V11H16V14H18V15H16A1,1 0 0,1 15,14V11A1,1 0 0,1 16,10M8,11V12H9V11`)}
        <span class="label">${e(`record_calls`)}</span>
        ${t===null?y`<span class="now">${e(`state_unknown`)}</span>`:``}
        <span class="track"></span>
      </button>
      <p role="alert">${this.problem}</p>
    `}async toggle(){let{t:e,home:t,entity:n,isOn:r}=this;if(r===null||this.wanted!==null)return;if(!t.connected){this.problem=e(`not_sent`);return}this.wanted=!r,this.problem=``;let i=await Ga(t,n,!r);this.problem=i?await this.words(i):``,this.wanted=null}async words(e){let{t,home:n}=this;return e.kind===`not_permitted`?t(`not_permitted`):e.kind===`refused`&&(await Kr(e.translation,n)||e.message)||t(`recording_failed`)}};H([T({attribute:!1})],Z.prototype,`t`,void 0),H([T({attribute:!1})],Z.prototype,`home`,void 0),H([T({attribute:!1})],Z.prototype,`entity`,void 0),H([T({attribute:!1})],Z.prototype,`isOn`,void 0),H([E()],Z.prototype,`wanted`,void 0),H([E()],Z.prototype,`problem`,void 0);var Ka={comma_decimal:[`en-US`,`en`],decimal_comma:[`de`,`es`,`it`],space_comma:[`fr`,`sv`,`cs`],quote_decimal:`de-CH`};function qa(e,t,n=`language`){return n===`none`?e.toLocaleString(`en-US`,{useGrouping:!1}):e.toLocaleString(n===`system`?void 0:Ka[n]??t)}var Ja=h`
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
`;function Ya(e){let t=e.order;if(t!==void 0&&!xr.some(e=>e===t))throw Error(`order: one of ${xr.join(`, `)}`);Hi(e)}var Xa=`jingl-phones-card`,Za=`jingl-phones-tile`;function Qa(){let e=A(Rt()),t=xr.map(t=>({value:t,label:e(Vt[t])}));return Wt([...Bt,{name:`order`,default:`name`,selector:{select:{mode:`dropdown`,options:t}}},{type:`grid`,name:``,schema:[{name:`dial`,default:!0,selector:{boolean:{}}},{name:`one_tap`,default:!1,selector:{boolean:{}}},{name:`hide_offline`,default:!1,selector:{boolean:{}}},{name:`compact`,default:!1,selector:{boolean:{}}}]}])}var $a=60,eo=class extends Ba{constructor(...e){super(...e),this.opened=null,this.drawn=$a,this.tapped=null}static{this.styles=[W,bi,Ci,Ja]}static getConfigForm(){return Qa()}static getStubConfig(){return{}}static getEntitySuggestion(e,t){let n=A(e.language);return vi(e.entities,t,`custom:jingl-phones-card`)?.map(e=>({label:e.handsets?n(`suggest_one`):n(`suggest_all`),config:e}))??null}setConfig(e){Ya(e),this.opened=null,super.setConfig(e)}getCardSize(){return 4+Math.ceil((this.view?.shown.length??4)/2)}disconnectedCallback(){super.disconnectedCallback(),this.watcher?.disconnect()}willUpdate(e){if(this.opened&&!this.view?.phones.has(this.opened.device)&&(this.opened=null),this.opened?.ask&&this.view){let{device:e,ask:t}=this.opened,n=hr(t,B(this.view,e),this.view.rights);n!==t&&(this.opened={device:e,ask:n})}e.has(`opened`)&&!!e.get(`opened`)!=!!this.opened&&(this.kept=this.opened&&(this.view?.shown.map(({handset:e})=>e.device_id)??null),this.view=this.read()),super.willUpdate(e)}updated(e){super.updated(e),this.watcher?.disconnect(),this.more&&(this.watcher??=new IntersectionObserver(e=>{e.some(({isIntersecting:e})=>e)&&(this.drawn+=$a)},{rootMargin:`300px`}),this.watcher.observe(this.more))}render(){let{t:e,view:t}=this;return y`<div class="card ${this.config?.compact?`compact`:``}">
      <div class="title">
        <h2>${e(`title`)}</h2>
        ${t?this.summary(t):x}
        ${t?.rights.mayChoose?this.myPhoneButton(t):x}
      </div>
      ${t?this.body(t):y`<p role="status">${this.nothingToDraw()}</p>`}
    </div>`}body(e){let{t,config:n}=this,{shown:r,mine:i,account:a,book:o}=e,s=r.slice(0,this.drawn);return y`
      ${this.notices(e)}
      <jingl-phones-call .t=${t} .phone=${i} .book=${o}></jingl-phones-call>
      ${this.dial(e)}
      <div class="tiles" role="list" @jingl-tile=${this.tile}>
        ${k(s,({handset:e})=>e.device_id,r=>y`<jingl-phones-tile
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
      ${r.length>s.length?y`<div class="more" style="block-size:${(r.length-s.length)*24}px"></div>`:x}
      ${r.length?x:y`<p>${a.handsets.length?t(`none_match`):t(`no_handsets`)}</p>`}
    `}dial(e){let{rights:t}=e,{hint:n}=this.caller;return!t.mayChoose||this.config?.dial===!1?y`<div
        class="hint ${n?.tone??``}"
        role="status"
        aria-live=${Ur(n)}
        ?data-reserved=${t.mayChoose}
      >${n?.text??``}</div>`:this.dialField(e,this.advice(e.mine))}summary({shown:e}){let{t,home:n}=this,r=({length:e})=>({count:qa(e,n?.language??`en`,n?.locale.number_format)}),i=e.filter(e=>this.isMissed(e)),a=e.filter(({state:e})=>e===`unknown`);return y`<span class="summary">${[t(`count_free`,r(e.filter(({state:e})=>e===`free`))),t(`count_busy`,r(e.filter(R))),...a.length?[t(`count_unavailable`,r(a))]:[],...i.length?[t(`count_missed`,r(i))]:[]].join(` · `)}</span>`}advice(e){let{t}=this;return e?z(e)?e.state===`on_call`?t(`transfer_hint`):t(`dial_hint`):this.cannotCall(e):t(`no_phone_hint`)}offer(e,{mine:t,rights:n}){return{deeds:pr({phone:e,mine:t},n),ask:this.opened?.ask??null,note:this.note(e,t),mayCallBack:z(t)&&this.isMissed(e)&&e.missed?.number!==null,calls:this.opened?.isInfo&&this.home?{connection:this.home.connection,when:this.when,said:this.said,isCallable:z(t)}:null}}note(e,t){let{t:n}=this,{hint:r}=this.caller;return r&&this.acted===e.handset.device_id?r:e===t?{text:n(`is_my_phone`),tone:`quiet`}:t&&!z(t)?{text:this.cannotCall(t),tone:`bad`}:null}tile(e){let{detail:t}=e,{phone:n}=e.target,r=n.handset.device_id,i=this.read(),a=this.press.drawn??i;if(!i||!a)return;let o=[B(a,r),B(i,r),i.rights];switch(t.kind){case`tap`:this.opened?.device===r?this.opened=null:(this.acted=null,this.follow(fr(...o,this.config?.one_tap??!1),r,i));break;case`deed`:this.acted=r,this.follow(mr(t.deed,...o,t.isConfirmed),r,i);break;case`call_back`:{let e=o[0].phone?.missed;if(this.acted=r,e?.number){let{number:t,caller:n}=e;this.dialNumber({deed:`call`,number:t,name:n??t},a,i)}break}case`cancel`:this.opened=this.opened?.ask?{device:r,ask:null}:null;break;case`call`:this.callBack(t.call);break;case`more_info`:this.opened={device:r,ask:null,isInfo:!this.opened?.isInfo};break;case`all_details`:this.moreInfo(n)}}follow(e,t,n){switch(e.kind){case`cannot`:{let r=n.phones.get(t)?.handset.name??``;this.caller.say({text:this.t(Br[e.obstacle],{name:r,state:this.stateOf(n.mine)}),tone:`bad`}),this.opened={device:t,ask:null};break}case`open`:this.opened={device:t,ask:null};break;case`choose`:this.tapped=t,this.isChoosing=!0;break;case`ask`:this.opened={device:t,ask:{deed:e.deed,doubt:e.doubt,sight:B(n,t)}};break;case`do`:this.carryOut(e.deed,t,n)}}async carryOut(e,t,n){this.acted=t;let r=await this.perform(e,t,n),i=this.opened!==null&&this.opened.device!==t;r&&!i&&(this.opened=r.kind===`done`?null:{device:t,ask:null})}toggleChooser(){this.tapped=null,super.toggleChooser()}choose(e){let{tapped:t}=this;this.tapped=null,super.choose(e),t&&(this.opened={device:t,ask:null})}moreInfo({handset:e}){let{status:t,busy:n,call:r,last_missed_call:i}=e.entities,a=t??n??r??i;a&&this.dispatchEvent(new CustomEvent(`hass-more-info`,{detail:{entityId:a},bubbles:!0,composed:!0}))}};H([E()],eo.prototype,`opened`,void 0),H([E()],eo.prototype,`drawn`,void 0),H([D(`.more`)],eo.prototype,`more`,void 0);var to=5,Q=class extends w{constructor(...e){super(...e),this.offer=null,this.mine=!1,this.missed=!1,this.compact=!1,this.focused=null}static{this.styles=[W,bi,h`
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
      .button[aria-expanded="true"] {
        background: color-mix(in srgb, var(--accent) 14%, transparent);
        color: var(--accent-text);
      }
      section {
        margin-block-start: 12px;
      }
      h3 {
        margin: 0;
        font-size: 14px;
        line-height: 20px;
        font-weight: 500;
      }
      jingl-last-calls {
        margin: 4px -8px;
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
    `]}render(){let{phone:e,t,offer:n}=this,{handset:r,state:i}=e;return y`
      <div class=${`tile ${n?`open`:``} ${i===`offline`||i===`unknown`?`offline`:``}`} data-state=${i} @keydown=${this.escape}>
        <button
          class="head"
          aria-expanded=${n?`true`:`false`}
          aria-controls="offer"
          @click=${this.tap}
        >
          <span class="icon">${M(Gt[i])}${this.missedCorner()}</span>
          <span>
            <span class="name">
              <bdi>${r.name}</bdi>
              ${this.mine?y`<span class="tag">${t(`my_phone_tag`)}</span>`:x}
            </span>
            <span class="state"
              ><span>${t(V[i])}</span>${this.party()}
              ${this.missed?this.missedPill():x}</span
            >
          </span>
          <span class="end">
            ${e.since!==null&&i!==`free`?y`<jingl-call-timer .since=${e.since}></jingl-call-timer>`:x}
            <span class="words">${t(`extension`,{extension:r.extension})}</span>
            <span class="extension" aria-hidden="true"><bdi>${r.extension}</bdi></span>
          </span>
        </button>
        <div id="offer" class="offer" ?hidden=${!n}>
          ${n?this.offered(n):x}
        </div>
      </div>
    `}willUpdate(){this.focused=this.renderRoot.querySelector(`:focus`)}updated(){this.focused&&!this.focused.isConnected&&this.focus()}focus(){this.renderRoot.querySelector(`.head`)?.focus()}party(){let{phone:e,t}=this;return!e.party&&!e.direction?x:y`
      <span aria-hidden="true">·</span>
      ${e.direction?y`${M(Kt[e.direction])}<span class="words"
                >${t(Lr[e.direction])}</span
              >`:x}
      <bdi>${e.party}</bdi>
    `}missedWords(){let{missed:e}=this.phone;if(!e)return``;let t=this.time(e.at);return e.caller?this.t(`missed_from`,{time:t,caller:e.caller}):this.t(`missed`,{time:t})}missedPill(){let{missed:e,since:t}=this.phone,n=y`<span class="words">${this.missedWords()}</span>`;return e&&t===null?y`<span class="pill" title=${this.missedWords()}>
          ${M(ee)}<span class="time" aria-hidden="true">${this.time(e.at)}</span>
          ${n}
        </span>`:n}missedCorner(){return this.missed&&this.phone.since!==null?y`<span class="corner" title=${this.missedWords()}>${M(ee)}</span>`:x}offered({deeds:e,ask:t,note:n,mayCallBack:r,calls:i}){let{t:a,phone:o}=this;if(t){let e={name:o.handset.name,state:a(V[o.state])};return y`
        <p class="ask" role="alert">${a(zr[t.doubt],e)}</p>
        <div class="buttons">
          <button class="button filled" @click=${()=>this.deed(t.deed,!0)}>
            ${M(qt[t.deed])}${a(Rr[t.deed])}
          </button>
          <button class="button" @click=${()=>this.send({kind:`cancel`})}>${a(`cancel`)}</button>
        </div>
      `}return y`
      ${n?y`<p class=${n.tone}>${n.text}</p>`:x}
      ${this.missed?y`<p>${this.missedWords()}</p>`:x}
      <div class="buttons">
        ${e.map((e,t)=>y`<button
            class="button ${t===0?`filled`:e===`consult`?`tinted`:``}"
            @click=${()=>this.deed(e,!1)}
          >
            ${M(qt[e])}${a(Rr[e])}
          </button>`)}
        ${r?y`<button class="button" @click=${()=>this.send({kind:`call_back`})}>
                ${M(ie)}${a(`call_back`)}
              </button>`:x}
        <button
          class="button"
          title=${a(`more_info`)}
          aria-label=${a(`more_info`)}
          aria-expanded=${i?`true`:`false`}
          @click=${()=>this.send({kind:`more_info`})}
        >
          ${M(`M16,12A2,2 0 0,1 18,10A2,2 0 0,1 20,12A2,2 0 0,1 18,14A2,2 0 0,1 16,12M10,12A2,2 0 0,1 12,10A2,2 0 0,1 14,12A2,2 0 0,1 12,14A2,2 0 0,1 10,12M4,12A2,2 0 0,1 6,10A2,2 0 0,1 8,12A2,2 0 0,1 6,14A2,2 0 0,1 4,12Z`)}${e.length?x:a(`more_info`)}
        </button>
      </div>
      ${e.includes(`monitor`)?y`<p>${a(`duty`)}</p>`:x}
      ${i?this.lastCalls(i):x}
    `}lastCalls({connection:e,when:t,said:n,isCallable:r}){let{t:i,phone:a}=this;return y`<section aria-labelledby="last-calls">
      <h3 id="last-calls">${i(`last_calls`)}</h3>
      <jingl-last-calls
        .t=${i}
        .connection=${e}
        .device=${a.handset.device_id}
        .limit=${to}
        .when=${t}
        .said=${n}
        ?callable=${r}
        @jingl-call-back=${({detail:e})=>this.send({kind:`call`,call:e})}
      ></jingl-last-calls>
      <button class="button" @click=${()=>this.send({kind:`all_details`})}>
        ${i(`all_details`)}
      </button>
    </section>`}tap(e){e.detail<2&&this.send({kind:`tap`})}deed(e,t){this.send({kind:`deed`,deed:e,isConfirmed:t})}escape(e){e.key===`Escape`&&this.offer&&(e.stopPropagation(),this.send({kind:`cancel`}),this.focus())}send(e){this.dispatchEvent(new CustomEvent(`jingl-tile`,{detail:e,bubbles:!0}))}};H([T({attribute:!1})],Q.prototype,`phone`,void 0),H([T({attribute:!1})],Q.prototype,`t`,void 0),H([T({attribute:!1})],Q.prototype,`time`,void 0),H([T({attribute:!1})],Q.prototype,`offer`,void 0),H([T({type:Boolean})],Q.prototype,`mine`,void 0),H([T({type:Boolean})],Q.prototype,`missed`,void 0),H([T({type:Boolean,reflect:!0})],Q.prototype,`compact`,void 0);var no=`jingl-phones`,ro=`jingl-phones-strategy-editor`,io={dial:{label:`option_dial`,byDefault:!0},one_tap:{label:`option_one_tap`,byDefault:!1},hide_offline:{label:`option_hide_offline`,byDefault:!1},compact:{label:`option_compact`,byDefault:!1}},ao=class extends w{constructor(...e){super(...e),this.t=A(Rt()),this.draw=()=>{this.requestUpdate()}}static{this.styles=[W,h`
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
    `]}setConfig(e){this.config=e}set hass(e){this.home||j(e.language).then(()=>{this.t=A(e.language)}),this.home=e,this.isConnected&&this.listen()}connectedCallback(){super.connectedCallback(),this.listen()}disconnectedCallback(){super.disconnectedCallback(),this.accounts?.remove(this.draw)}listen(){this.home&&(this.accounts=tn(this.home.connection),this.accounts.add(this.draw))}render(){let{t:e,config:t,accounts:n}=this;if(!t)return x;let r=n?.current.kind===`known`?n.current.accounts:[];return y`
      ${r.length>1||t.account?this.accountField(r,t):x}
      <label>
        ${e(`option_order`)}
        <select @change=${e=>this.set(`order`,oo(e))}>
          ${xr.map(n=>y`<option value=${n} ?selected=${n===(t.order??`name`)}>
              ${e(Vt[n])}
            </option>`)}
        </select>
      </label>
      ${Object.keys(io).map(e=>this.switchField(e,t))}
    `}accountField(e,{account:t}){let{t:n}=this,r=t!==void 0&&!e.some(({entry_id:e})=>e===t);return y`<label>
      ${n(`option_account`)}
      <select @change=${e=>this.set(`account`,oo(e)||void 0)}>
        <option value="" ?selected=${!t}>${n(`all_accounts`)}</option>
        ${e.map(({entry_id:e,title:n})=>y`<option value=${e} ?selected=${e===t}>
            ${n}
          </option>`)}
        ${r?y`<option value=${t} selected>${t}</option>`:x}
      </select>
    </label>`}switchField(e,t){let{label:n,byDefault:r}=io[e];return y`<label>
      ${this.t(n)}
      <input
        type="checkbox"
        .checked=${t[e]??r}
        @change=${t=>{let{checked:n}=t.target;this.set(e,n===r?void 0:n)}}
      />
    </label>`}set(e,t){let{[e]:n,...r}=this.config??{type:``},i=t===void 0?r:{...r,[e]:t};this.dispatchEvent(new CustomEvent(`config-changed`,{detail:{config:i},bubbles:!0,composed:!0}))}};H([E()],ao.prototype,`config`,void 0),H([E()],ao.prototype,`t`,void 0);function oo(e){return e.target.value}var so=`custom:jingl-phones-card`,co=`custom:jingl-calls-card`,lo=4;function uo(e,t,n={},r){let i=new Set(mo(e,t).flatMap(({handsets:e})=>ho(e))),a=Object.entries(n).flatMap(([t,n])=>n&&i.has(t)&&go(t,e)?[{id:t,...n}]:[]);return{views:[{title:r.phones,path:`phones`,strategy:e},{title:r.calls,path:`calls`,strategy:{...e,view:`calls`}},...(a.length>1?a:[]).map(({id:t,name:n,icon:r})=>({title:n??t,path:`area-${t}`,...r?{icon:r,show_icon_and_title:!0}:{},strategy:{...e,areas:[t]}}))]}}function fo(e,t){let{type:n,view:r,account:i,areas:a,...o}=e,s=mo(e,t),c=s.map(({entry_id:e,title:n})=>{let i={...t.length>1&&{account:e},...a&&{areas:a}};return po([...s.length>1?[{type:`heading`,heading:n}]:[],...r===`calls`?[{type:co,...i}]:[{type:so,...i,...o},{type:co,...i,filter:`missed`}]])}),l=po([{type:so,...i&&{account:i}}]);return{type:`sections`,max_columns:lo,sections:c.length?c:[l]}}function po(e){return{type:`grid`,column_span:lo,cards:e}}function mo({account:e,areas:t},n){let r=n.filter(({entry_id:t})=>!e||t===e),i=r.filter(({handsets:e})=>ho(e).some(e=>t?.includes(e)));return t?.length&&i.length?i:r}function ho(e){return e.flatMap(({area_id:e})=>e??[])}function go(e,{areas:t}){return!t?.length||t.includes(e)}var _o=3e3,vo=class{constructor(e){this.make=e,this.known=/* @__PURE__ */ new WeakMap,this.loaded=/* @__PURE__ */ new Map}async generate(e,t){let n=tn(t.connection);await Promise.all([n.told(_o),j(t.language)]);let{current:r}=n,i=r.kind===`known`?r.accounts:[],a=this.make(e,this.remembered(i),t);return this.known.set(e,{from:yo(t),made:JSON.stringify(a)}),a}isOutdated(e,t){let n=this.known.get(e),{current:r}=tn(t.connection),i=yo(t);if(!n||i.every((e,t)=>e===n.from[t])||r.kind!==`known`)return!1;let a=JSON.stringify(this.make(e,this.remembered(r.accounts),t));return this.known.set(e,{from:i,made:a}),a!==n.made}remembered(e){return e.map(e=>(e.state===`loaded`&&this.loaded.set(e.entry_id,e),this.loaded.get(e.entry_id)??e))}};function yo({connection:e,areas:t,language:n}){return[tn(e).current,t,n]}var bo=new vo((e,t,{areas:n,language:r})=>{let i=A(r);return uo(e,t,n,{phones:i(`title`),calls:i(`calls_title`)})}),xo=new vo(fo),So=class extends HTMLElement{static async getCreateSuggestions({language:e}){return await j(e),{title:A(e)(`title`),icon:`mdi:deskphone`}}static getConfigElement(){return document.createElement(ro)}static generate(e,t){return bo.generate(e,t)}static shouldRegenerate(e,t,n){return bo.isOutdated(e,n)}},Co=class extends HTMLElement{static generate(e,t){return xo.generate(e,t)}static shouldRegenerate(e,t,n){return xo.isOutdated(e,n)}},wo=[[di,Ia],[oi,Ta],[si,Ea],[ci,J],[li,Y],[Za,Q],[Xa,eo],[ui,X],[Ji,wa],[qi,aa],[Ki,q],[Gi,K],[Ua,Z],[Ha,Wa],[e,Si],[ro,ao],[`ll-strategy-dashboard-${no}`,So],[`ll-strategy-view-${no}`,Co]],To=`https://github.com/hass-jingl/hass-jingl/blob/main/docs/dashboard.md`;if(!customElements.get(`jingl-phones-card`)){for(let[e,t]of wo)customElements.define(e,t);window.customCards??=[],window.customCards.push({type:Xa,get name(){return $()(`card_name`)},get description(){return $()(`card_description`)},preview:!0,documentationURL:To,getEntitySuggestion:eo.getEntitySuggestion},{type:Gi,get name(){return $()(`calls_card_name`)},get description(){return $()(`calls_card_description`)},preview:!0,documentationURL:To},{type:Ha,get name(){return $()(`phone_card_name`)},get description(){return $()(`phone_card_description`)},preview:!0,documentationURL:To,getEntitySuggestion:Wa.getEntitySuggestion}),window.customCardFeatures??=[],window.customCardFeatures.push({type:e,get name(){return $()(`feature_name`)},configurable:!0,isSupported:xi}),window.customStrategies??=[],window.customStrategies.push(...[`dashboard`,`view`].map(e=>({type:no,strategyType:e,get name(){return $()(`card_name`)},get description(){return $()(e===`dashboard`?`dashboard_description`:`view_description`)},documentationURL:To}))),j(Rt())}function $(){let e=Rt();return j(e),A(e)}