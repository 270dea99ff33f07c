"""How PowerPoint is told to play a film when its slide comes."""

from __future__ import annotations

from typing import Any

_TIMING = """\
<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">
 <p:tnLst>
  <p:par>
   <p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot">
    <p:childTnLst>
     <p:seq concurrent="1" nextAc="seek">
      <p:cTn id="2" dur="indefinite" nodeType="mainSeq">
       <p:childTnLst>
        <p:par>
         <p:cTn id="3" fill="hold">
          <p:stCondLst>
           <p:cond delay="indefinite"/>
           <p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond>
          </p:stCondLst>
          <p:childTnLst>
           <p:par>
            <p:cTn id="4" fill="hold">
             <p:stCondLst><p:cond delay="0"/></p:stCondLst>
             <p:childTnLst>
              <p:par>
               <p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
                nodeType="afterEffect">
                <p:stCondLst><p:cond delay="0"/></p:stCondLst>
                <p:childTnLst>
                 <p:cmd type="call" cmd="playFrom(0.0)">
                  <p:cBhvr>
                   <p:cTn id="6" dur="{milliseconds}" fill="hold"/>
                   <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
                  </p:cBhvr>
                 </p:cmd>
                </p:childTnLst>
               </p:cTn>
              </p:par>
             </p:childTnLst>
            </p:cTn>
           </p:par>
          </p:childTnLst>
         </p:cTn>
        </p:par>
       </p:childTnLst>
      </p:cTn>
      <p:prevCondLst>
       <p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
      </p:prevCondLst>
      <p:nextCondLst>
       <p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
      </p:nextCondLst>
     </p:seq>
     <p:video>
      <p:cMediaNode vol="100000">
       <p:cTn id="7"{repeats} fill="hold" display="0">
        <p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>
       </p:cTn>
       <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
      </p:cMediaNode>
     </p:video>
    </p:childTnLst>
   </p:cTn>
  </p:par>
 </p:tnLst>
</p:timing>
"""
"""As PowerPoint writes it for a film that starts automatically: a call to play as the first effect, which
needs no click. LibreOffice reads it, too; of a film that merely has no delay it takes no notice."""


def timing(shape: int, seconds: float, *, loops: bool) -> Any:
    """Return the ``p:timing`` of a slide whose film, a shape by its number, lasts so long and may loop."""
    from pptx.oxml import parse_xml

    repeats = ' repeatCount="indefinite"' if loops else ""
    text = _TIMING.format(shape=shape, milliseconds=round(1000 * seconds), repeats=repeats)
    return parse_xml(" ".join(text.split()))
